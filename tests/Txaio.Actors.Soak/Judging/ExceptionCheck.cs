namespace Txaio.Actors.Soak.Judging;

/// <summary>No exception may go unobserved or unhandled.</summary>
internal static class ExceptionCheck
{
    /// <summary>The name of the check.</summary>
    public const string Name = "exceptions";

    private static long _unobserved;

    /// <summary>The name and the figures.</summary>
    public static (string Name, string Figures) Row => (Name, $"{Interlocked.Read(ref _unobserved):N0} unobserved");

    /// <summary>Begins to watch.</summary>
    public static void Start(SoakRun run)
    {
        TaskScheduler.UnobservedTaskException += (_, found) =>
        {
            Interlocked.Increment(ref _unobserved);
            run.Fail(Name, $"unobserved: {found.Exception}");
        };
        // The process ends now, without a table.
        AppDomain.CurrentDomain.UnhandledException += (_, found) =>
        {
            run.Fail(Name, $"unhandled: {found.ExceptionObject}");
            Console.WriteLine("0 passed, 1 failed");
        };
    }

    /// <summary>Runs the finalizers, which find tasks whose exceptions were not observed.</summary>
    public static void Check()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
