using System.Diagnostics;

namespace Txaio.Samples.Tests;

/// <summary>A test with Autobahn's clients, skipped where they are not installed: samples/Wamp/peers/install installs
/// them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<bool> Python = new(static () => Runs("/usr/bin/python3", "-c",
        "import autobahn, txaio, twisted, umsgpack"));

    private static readonly Lazy<bool> Node = new(static () =>
        Directory.Exists(Path.Combine(SampleProcess.SourceOf("Wamp"), "peers", "node_modules", "autobahn")) && Runs("node", "--version"));

    public PeerTheoryAttribute(params string[] makes)
    {
        if (makes.Contains("python") && !Python.Value)
            Skip = "Autobahn|Python is not installed: samples/Wamp/peers/install";
        if (makes.Contains("js") && !Node.Value)
            Skip = "Autobahn|JS is not installed: samples/Wamp/peers/install";
    }

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.WaitForExit(SampleProcess.Patience);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
