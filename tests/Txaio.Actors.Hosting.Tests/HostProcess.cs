using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>Starts <c>Txaio.Actors.HostProcess</c>, and sends signals to it.</summary>
internal static class HostProcess
{
    private const string Name = "Txaio.Actors.HostProcess";

    /// <summary>Starts the program with all its streams redirected.</summary>
    /// <param name="arguments">The arguments of the program.</param>
    /// <returns>The process; the caller ends it.</returns>
    public static Process Start(params string[] arguments)
    {
        // The tests and the program build into .../tests/{project}/bin/{configuration}/net10.0/.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = output.Parent!.Parent!.Parent!.Parent!.FullName;
        var program = Path.Combine(tests, Name, "bin", output.Parent!.Name, output.Name, $"{Name}.dll");
        Assert.True(File.Exists(program), $"{program} has not been built");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Sends a signal with the <c>kill</c> function of the C library. Returns 0 on success.</summary>
    [DllImport("libc", EntryPoint = "kill")]
    internal static extern int Kill(int process, int signal);
}
