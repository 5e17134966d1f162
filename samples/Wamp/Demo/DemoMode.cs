using Wamp.Routing;

namespace Wamp.Demo;

/// <summary>Starts a router, runs clients against each of its features over real sockets, and reports.</summary>
internal static class DemoMode
{
    private const int Callers = 10;

    // All clients share one loop. The first callbacks are slow: the JIT compiles the clients' code.
    private const string ClientConfig =
        "akka { loglevel = WARNING, stdout-loglevel = OFF, loggers = [] }\ntxaio.loops.default.slow-callback = 5s";

    private static readonly Uri AnyPort = new("http://127.0.0.1:0");

    public static async Task<int> RunAsync(Options options, CancellationToken interrupted)
    {
        await using var router = await Router.StartAsync(options.ReadConfig(), AnyPort);
        // The table on standard output reports the steps; warnings and errors of the log go to standard error.
        router.Txaio.StartLogging(Console.Error, "warn");
        using var clients = ActorSystem.Create("clients", ClientConfig);
        var stage = new Stage(clients.Txaio(), router.Address);
        stage.Txaio.StartLogging(Console.Error, "warn");
        var report = new Report(Console.Out);
        report.Watch(router.System);
        report.Watch(clients);
        Console.Out.WriteLine($"a router at {router.Address}, clients in {string.Join(" and ", Stage.Formats)}");
        Console.Out.WriteLine();
        try
        {
            await stage.Txaio.Loop.RunAsync(() => RunAsync(options, stage, router, report)).WaitAsync(interrupted);
        }
        catch (OperationCanceledException)
        {
            Console.Out.WriteLine("interrupted");
            return ExitCode.Interrupted;
        }
        finally
        {
            await router.CloseSessionsAsync();
            await clients.Terminate();
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine(report.Holds ? "every check held" : "a check failed");
        return report.Holds ? ExitCode.Success : ExitCode.Failure;
    }

    // Runs on the clients' loop, as all code of the clients does.
    private static async Task RunAsync(Options options, Stage stage, Router router, Report report)
    {
        var calls = new CallSteps(stage);
        var others = new OtherSteps(stage, router);
        await report.StepAsync("register", calls.RegisterAsync);
        await report.StepAsync("call", () => calls.CallAsync(options.Calls, Callers));
        await report.StepAsync("progress", calls.ProgressAsync);
        await report.StepAsync("timeout", calls.TimeoutAsync);
        await report.StepAsync("cancel", calls.CancelAsync);
        await report.StepAsync("caller dies", calls.CallerDiesAsync);
        await report.StepAsync("callee dies", calls.CalleeDiesAsync);
        await report.StepAsync("publish", () => others.PublishAsync(options.Subscribers));
        await report.StepAsync("authenticate", others.AuthenticateAsync);
        await report.StepAsync("nothing is left", others.LeftAsync);
        await report.StepAsync("stop", others.StopAsync);
        await report.StepAsync("no failure", report.NoFailureAsync);
    }
}
