using BenchmarkDotNet.Attributes;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Bdn;

/// <summary>A batch of callbacks from posting until the last has run.</summary>
[MemoryDiagnoser]
public class CallSoonBenchmarks
{
    private const int Batch = 1_000;

    private readonly ManualResetEventSlim _ran = new();
    private BenchSystem _system = null!;
    private EventLoop _loop = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _system = new BenchSystem();
        _loop = _system.Txaio.Loop;
    }

    [GlobalCleanup]
    public void CleanUp() => _system.Dispose();

    [Benchmark(OperationsPerInvoke = Batch)]
    public void CallSoon()
    {
        _ran.Reset();
        for (var i = 1; i < Batch; i++)
            _loop.CallSoon(static () => { });
        _loop.CallSoon(static ran => ran.Set(), _ran);
        _ran.Wait();
    }
}
