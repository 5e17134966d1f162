using System.Runtime.InteropServices;
using Wamp;
using Wamp.Demo;
using Wamp.Routing;

// The first Ctrl+C (or SIGTERM) closes the sessions and ends the run. The second ends the process at once.
using var interrupted = new CancellationTokenSource();
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}

using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
try
{
    var options = Options.Parse(args);
    if (options.IsHelp)
    {
        Console.Out.WriteLine(Options.Help);
        return ExitCode.Success;
    }

    return options.Listen is { } listen
        ? await ListenMode.RunAsync(options.ReadConfig(), listen, interrupted.Token)
        : await DemoMode.RunAsync(options, interrupted.Token);
}
catch (UsageException e)
{
    Console.Error.WriteLine($"Wamp: {e.Message}");
    return ExitCode.BadUsage;
}
