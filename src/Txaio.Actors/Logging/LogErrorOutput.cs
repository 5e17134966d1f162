namespace Txaio.Actors;

/// <summary>Where the log's own problems go, since they cannot go into the log.</summary>
internal static class LogErrorOutput
{
    /// <summary>Writes one line; never throws.</summary>
    public static void Report(TextWriter? output, string what)
    {
        try
        {
            (output ?? Console.Error).WriteLine($"Txaio.Actors logging: {what}");
        }
        catch (Exception)
        {
            // Standard error is closed as well: nobody is left to tell.
        }
    }
}
