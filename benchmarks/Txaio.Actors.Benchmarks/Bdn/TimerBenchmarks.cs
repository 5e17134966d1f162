using BenchmarkDotNet.Attributes;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Bdn;

/// <summary>Schedules and cancels a timeout while others are pending.</summary>
[MemoryDiagnoser]
public class TimerBenchmarks
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(60);

    private BenchSystem _system = null!;
    private ITxaio _txaio = null!;
    private IBatchedTimer _timer = null!;

    [Params(0, 100_000)]
    public int Pending { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _system = new BenchSystem();
        _txaio = _system.Txaio;
        _timer = _txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1));
        for (var i = 0; i < Pending; i++)
        {
            _timer.CallLater(TimeSpan.FromHours(1), static () => { });
            _txaio.CallLater(TimeSpan.FromHours(1), static () => { });
        }
    }

    [GlobalCleanup]
    public void CleanUp() => _system.Dispose();

    [Benchmark]
    public bool Batched() => _timer.CallLater(Delay, static _ => { }, this).Cancel();

    [Benchmark]
    public bool Unbatched() => _txaio.CallLater(Delay, static _ => { }, this).Cancel();

    [Benchmark(Baseline = true)]
    public void SystemTimer()
    {
        using var timer = new Timer(static _ => { }, this, Delay, Timeout.InfiniteTimeSpan);
    }
}
