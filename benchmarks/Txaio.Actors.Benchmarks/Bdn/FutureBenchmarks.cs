using BenchmarkDotNet.Attributes;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Bdn;

/// <summary>The single steps of a future's life.</summary>
[MemoryDiagnoser]
public class FutureBenchmarks
{
    private const int Many = 1_000;

    private BenchSystem _system = null!;
    private ITxaio _txaio = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _system = new BenchSystem();
        _txaio = _system.Txaio;
    }

    [GlobalCleanup]
    public void CleanUp() => _system.Dispose();

    [Benchmark]
    public Future<int> Create() => _txaio.CreateFuture<int>();

    [Benchmark]
    public Future<int> CreateAndResolve()
    {
        var future = _txaio.CreateFuture<int>();
        future.Resolve(1);
        return future;
    }

    [Benchmark]
    public async Task<int> AwaitSucceeded() => await _txaio.CreateFutureSuccess(1);

    [Benchmark(OperationsPerInvoke = Many)]
    public async Task<int> Gather()
    {
        var futures = new Future<int>[Many];
        for (var i = 0; i < Many; i++)
            futures[i] = _txaio.CreateFutureSuccess(i);
        return (await _txaio.Gather(futures)).Count;
    }
}
