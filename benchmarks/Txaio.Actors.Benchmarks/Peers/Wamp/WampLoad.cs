using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Servers;

namespace Txaio.Actors.Benchmarks.Peers.Wamp;

/// <summary>A router with one callee and some callers. Disposal closes their connections.</summary>
internal sealed class WampLoad : IDisposable
{
    public const int Callers = 10;

    private const string Procedure = "com.example.add";

    private readonly ServerProcess _router;
    private readonly PlainClient _callee;
    private readonly PlainClient[] _callers;
    private readonly Task _serving;
    private TimeSpan _cpu;
    private long _calls;

    private WampLoad(ServerProcess router, PlainClient callee, PlainClient[] callers)
    {
        _router = router;
        _callee = callee;
        _callers = callers;
        _serving = callee.ServeAsync();
    }

    /// <summary>Connects the clients to a router.</summary>
    public static async Task<WampLoad> StartAsync(ServerProcess router)
    {
        var address = router.WaitForAddress();
        var callee = await PlainClient.JoinAsync(address);
        await callee.RegisterAsync(Procedure);
        var callers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => PlainClient.JoinAsync(address)));
        return new WampLoad(router, callee, callers);
    }

    public string Name => _router.Name;

    /// <summary>The CPU time of the router for a call since <see cref="ResetCpu"/>.</summary>
    public Quantity CpuForACall => new(_cpu.TotalMicroseconds / _calls, "us");

    public void ResetCpu() => (_cpu, _calls) = (TimeSpan.Zero, 0);

    /// <summary>Ten callers, each with one call at a time.</summary>
    public Work OfManyCallers(int calls) => Calls(calls, () => Task.WhenAll(
        _callers.Select(caller => caller.CallAsync(Procedure, calls / Callers, inFlight: 1))));

    /// <summary>One caller, with a number of calls in flight.</summary>
    public Work OfOneCaller(int calls, int inFlight) =>
        Calls(calls, () => _callers[0].CallAsync(Procedure, calls, inFlight));

    public void Dispose()
    {
        _callee.CloseAsync().GetAwaiter().GetResult();
        _serving.GetAwaiter().GetResult();
        _callee.Dispose();
        foreach (var caller in _callers)
            caller.Dispose();
    }

    private Work Calls(int calls, Func<Task> run) => new(Name, calls, () =>
    {
        var before = _router.Cpu;
        var calling = run();
        // Without the callee, the callers would wait forever.
        if (Task.WhenAny(calling, _serving).GetAwaiter().GetResult() == _serving)
        {
            _serving.GetAwaiter().GetResult();
            throw new BenchmarkFailedException($"{Name} closed the connection of the callee.");
        }

        calling.GetAwaiter().GetResult();
        _cpu += _router.Cpu - before;
        _calls += calls;
    });
}
