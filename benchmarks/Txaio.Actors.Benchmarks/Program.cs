using System.Diagnostics;
using BenchmarkDotNet.Running;
using Txaio.Actors.Benchmarks.Isolation;
using Txaio.Actors.Benchmarks.Peers.Wamp;
using Txaio.Actors.Benchmarks.Servers;

namespace Txaio.Actors.Benchmarks;

/// <summary>The commands of the program.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["compare", .. var rest]:
                return CompareCommand.Run(rest);
            case [CaseCommand.Name, .. var rest]:
                return CaseCommand.Run(rest);
            case [RawRouter.Command]:
                return RawRouter.Run();
            case [KestrelServer.Command]:
                return await KestrelServer.RunAsync();
            case [ClientsCommand.Command, var server]:
                return await ClientsCommand.RunAsync(new Uri(server));
            case ["bdn", .. var rest]:
                BenchmarkSwitcher.FromAssembly(typeof(CompareCommand).Assembly).Run(rest);
                return 0;
            default:
                Console.Error.WriteLine($"Usage: {CompareOptions.Usage}, or bdn [BenchmarkDotNet's arguments]");
                return CompareCommand.BadOptions;
        }
    }

    /// <summary>
    /// Starts another process of this program. The program of this process is the benchmarks' own executable, or
    /// dotnet, which needs the path of the assembly.
    /// </summary>
    public static ProcessStartInfo Itself(params IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath!;
        return new ProcessStartInfo(program, Arguments(program, typeof(Program).Assembly.Location, arguments));
    }

    /// <summary>The arguments with which <paramref name="program"/> runs as this program.</summary>
    internal static IEnumerable<string> Arguments(string program, string assembly, IEnumerable<string> arguments) =>
        Path.GetFileName(program) is "dotnet" or "dotnet.exe" ? [assembly, .. arguments] : arguments;
}
