using Akka.Event;
using BenchmarkDotNet.Attributes;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Bdn;

/// <summary>Log calls without a subscriber.</summary>
[MemoryDiagnoser]
public class LogBenchmarks
{
    private BenchSystem _system = null!;
    private ITxaioLogger _log = null!;
    private ILoggingAdapter _akka = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _system = new BenchSystem("akka { loggers = [], loglevel = INFO }");
        _log = _system.Txaio.MakeLogger("bench");
        _akka = Logging.GetLogger(_system.System, "bench");
    }

    [GlobalCleanup]
    public void CleanUp() => _system.Dispose();

    [Benchmark]
    public void Off() => _log.Debug("{Count} things happened", 1);

    [Benchmark]
    public void OffInterpolated() => _log.Debug($"{1} things happened");

    [Benchmark]
    public void On() => _log.Info("{Count} things happened", 1);

    [Benchmark]
    public void AkkaOff() => _akka.Debug("{Count} things happened", 1);

    [Benchmark]
    public void AkkaOn() => _akka.Info("{Count} things happened", 1);
}
