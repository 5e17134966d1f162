using System.Runtime.InteropServices;
using KeepAlive;
using KeepAlive.Client;
using KeepAlive.Demo;
using KeepAlive.Server;

Options options;
KeepAliveSettings settings;
try
{
    options = OptionsParser.Parse(args);
    if (options.Mode == Mode.Help)
    {
        Console.Out.WriteLine(OptionsParser.Help);
        return ExitCode.Success;
    }

    if (options.Mode == Mode.Client)
        return await ClientMode.RunAsync(options);

    settings = KeepAliveSettings.Read(options);
}
catch (UsageException e)
{
    Console.Error.WriteLine($"KeepAlive: {e.Message}");
    return ExitCode.BadUsage;
}

// The first Ctrl+C (or SIGTERM) ends the run in good order. A second Ctrl+C ends the program at once.
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
    return options.Mode == Mode.Listen
        ? await ListenMode.RunAsync(settings, options.Listen!, interrupted.Token)
        : await DemoMode.RunAsync(options, settings, interrupted.Token);
}
catch (UsageException e)
{
    Console.Error.WriteLine($"KeepAlive: {e.Message}");
    return ExitCode.BadUsage;
}
catch (DemoException e)
{
    Console.Error.WriteLine($"KeepAlive: {e.Message}");
    return ExitCode.Failure;
}
