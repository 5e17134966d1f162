using Akka.Actor;
using BenchmarkDotNet.Attributes;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Bdn;

/// <summary>One Ask, with a timeout.</summary>
[MemoryDiagnoser]
public class AskBenchmarks
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(30);

    private BenchSystem _system = null!;
    private ITxaio _txaio = null!;
    private IActorRef _echo = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _system = new BenchSystem();
        _txaio = _system.Txaio;
        _echo = _system.System.ActorOf(Props.Create<EchoActor>());
    }

    [GlobalCleanup]
    public void CleanUp() => _system.Dispose();

    [Benchmark(Baseline = true)]
    public async Task<object> AkkaAsk() => await _echo.Ask<object>("ping", Allowed);

    [Benchmark]
    public async Task<object> TxaioAsk() => await _txaio.Ask<object>(_echo, "ping", Allowed);
}
