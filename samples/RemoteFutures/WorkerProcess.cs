using System.Diagnostics;
using System.Reflection;
using Akka.Actor;

namespace RemoteFutures;

/// <summary>The second process: this program as a worker. Disposing this object ends the process.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private WorkerProcess(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>The address of the worker's actor system.</summary>
    public string Address { get; }

    /// <summary>Starts the process, and waits until it has written its address.</summary>
    public static async Task<WorkerProcess> StartAsync()
    {
        // Started as `RemoteFutures` or as `dotnet RemoteFutures.dll`.
        var host = Environment.ProcessPath!;
        var isDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] arguments =
            [.. isDotnet ? [Assembly.GetExecutingAssembly().Location] : Array.Empty<string>(), "--worker"];
        var process = Process.Start(new ProcessStartInfo(host, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var address = await process.StandardOutput.ReadLineAsync();
        return new WorkerProcess(process, address ?? throw new InvalidOperationException("The worker did not start."));
    }

    /// <summary>Runs in the second process: works until its standard input or the first process ends.</summary>
    public static async Task RunAsync(ActorSystem system)
    {
        system.ActorOf(Props.Create<WorkerActor>(), "worker");
        Console.WriteLine(((ExtendedActorSystem)system).Provider.DefaultAddress);
        await Console.In.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(ExitTimeout);
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
