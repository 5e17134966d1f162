using System.Diagnostics;
using System.Globalization;

namespace Txaio.Actors.Tests.Shared;

/// <summary>Signals that .NET cannot send. Not on Windows.</summary>
internal static class ProcessSignal
{
    /// <summary>Sends a process a signal.</summary>
    /// <param name="process">The id of the process.</param>
    /// <param name="signal">The name, such as STOP.</param>
    public static void Send(int process, string signal)
    {
        string[] arguments = ["-c", $"kill -{signal} {process.ToString(CultureInfo.InvariantCulture)}"];
        using var shell = Process.Start(new ProcessStartInfo("sh", arguments) { RedirectStandardError = true })!;
        var said = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        if (shell.ExitCode != 0)
            throw new InvalidOperationException($"kill -{signal} {process}: {said.Trim()}");
    }
}
