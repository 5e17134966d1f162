using BenchmarkDotNet.Running;
using Txaio.Actors.Benchmarks;
using Txaio.Actors.Benchmarks.Isolation;
using Txaio.Actors.Benchmarks.Peers.Wamp;

switch (args)
{
    case ["compare", .. var rest]:
        return CompareCommand.Run(rest);
    case [CaseCommand.Name, .. var rest]:
        return CaseCommand.Run(rest);
    case [RawRouter.Command]:
        return RawRouter.Run();
    case ["bdn", .. var rest]:
        BenchmarkSwitcher.FromAssembly(typeof(CompareCommand).Assembly).Run(rest);
        return 0;
    default:
        Console.Error.WriteLine($"Usage: {CompareOptions.Usage}, or bdn [BenchmarkDotNet's arguments]");
        return CompareCommand.BadOptions;
}
