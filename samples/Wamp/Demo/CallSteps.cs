using System.Diagnostics;
using Wamp.Client;
using static Wamp.Demo.Report;

namespace Wamp.Demo;

/// <summary>The steps of the demo about calls: success, failure, timeout, cancellation, disconnection.</summary>
internal sealed class CallSteps(Stage stage)
{
    private const string Add = "com.example.add";
    private const string Wait = "com.example.wait";

    // Long enough for one call on a busy machine, and short enough for a demo.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(200);

    private WampClient _callee = null!;
    private WampClient _caller = null!;
    private TaskCompletionSource _started = new();
    private TaskCompletionSource _interrupted = new();

    public async Task<string> RegisterAsync()
    {
        _callee = await stage.JoinAsync();
        _caller = await stage.JoinAsync();
        await _callee.Register(Add, static (call, _) =>
            Task.FromResult<object?>(call.Payload.Arg<int>(0) + call.Payload.Arg<int>(1)));
        await ExpectError(Uris.ProcedureAlreadyExists, _caller.Register(Add, WaitAsync));
        await ExpectError(Uris.NoSuchProcedure, _caller.Call("com.example.none"));
        await ExpectError(Uris.InvalidArgument, _caller.Call(Add, "two", 2));
        return "one callee, a second one refused; errors of router and callee reach the caller";
    }

    public async Task<string> CallAsync(int calls, int callers)
    {
        var clients = await stage.JoinAsync(callers);
        var times = new List<double>(calls);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(clients.Select(CallAllAsync));
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await Stage.LeaveAsync(clients);
        Expect(times.Count == calls, $"{times.Count} of {calls} calls were answered");
        times.Sort();
        return $"{calls} calls of {callers} callers, {calls / took:0} a second; "
            + $"p50 {times[calls / 2]:0.00} ms, p99 {times[calls * 99 / 100]:0.00} ms";

        async Task CallAllAsync(WampClient caller, int number)
        {
            for (var i = number; i < calls; i += callers)
            {
                var sent = Stopwatch.GetTimestamp();
                var sum = (await caller.Call(Add, i, number)).Arg<int>(0);
                times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                Expect(sum == i + number, $"{i} + {number} is not {sum}");
            }
        }
    }

    public async Task<string> ProgressAsync()
    {
        await _callee.Register("com.example.count", static (call, _) =>
        {
            for (var i = 1; i < 5; i++)
                call.Progress(i);
            return Task.FromResult<object?>(5);
        });
        var parts = new List<int>();
        var options = new CallOptions(OnProgress: part => parts.Add(part.Arg<int>(0)));
        var last = (await _caller.Call("com.example.count", options)).Arg<int>(0);
        Expect(last == 5 && parts.SequenceEqual([1, 2, 3, 4]), $"parts in order: {string.Join(' ', parts)}, {last}");
        return "four parts in order, and then the result";
    }

    public async Task<string> TimeoutAsync()
    {
        await _callee.Register(Wait, WaitAsync);
        var sent = Stopwatch.GetTimestamp();
        await ExpectError(Uris.Timeout, _caller.Call(Wait, new CallOptions(Timeout)));
        var took = Stopwatch.GetElapsedTime(sent);
        await _interrupted.Task;
        Expect(took >= Timeout, $"not early: {took.TotalMilliseconds:0} ms");
        return $"after {took.TotalMilliseconds:0} ms of {Timeout.TotalMilliseconds:0}; the callee was interrupted";
    }

    public async Task<string> CancelAsync()
    {
        foreach (var mode in new[] { CancelModes.Skip, CancelModes.Kill, CancelModes.KillNoWait })
        {
            var call = await StartAsync(_caller);
            _caller.Cancel(call, mode);
            await ExpectError(Uris.Canceled, call);
            if (mode != CancelModes.Skip)
                await _interrupted.Task;
            else
                Expect(!_interrupted.Task.IsCompleted, "skip does not interrupt the callee");
        }

        return "skip, kill and killnowait; the last two interrupted the callee";
    }

    public async Task<string> CallerDiesAsync()
    {
        var caller = await stage.JoinAsync();
        var call = await StartAsync(caller);
        caller.Die();
        await _interrupted.Task;
        await ExpectError(Uris.Canceled, call);
        return "the callee was interrupted";
    }

    public async Task<string> CalleeDiesAsync()
    {
        var call = await StartAsync(_caller);
        _callee.Die();
        await ExpectError(Uris.Canceled, call);
        await ExpectError(Uris.NoSuchProcedure, _caller.Call(Wait));
        await _caller.Leave();
        return "the call under way failed, and its procedures are gone";
    }

    // Calls the procedure that waits, and returns when the callee runs it.
    private async Task<Future<Payload>> StartAsync(WampClient caller)
    {
        (_started, _interrupted) = (new TaskCompletionSource(), new TaskCompletionSource());
        var call = caller.Call(Wait);
        await _started.Task;
        return call;
    }

    // Waits until the call is interrupted, and completes _interrupted then.
    private async Task<object?> WaitAsync(EndpointCall call, CancellationToken interrupted)
    {
        _started.TrySetResult();
        using var noted = interrupted.Register(
            static noted => ((TaskCompletionSource)noted!).SetResult(), _interrupted);
        await Task.Delay(System.Threading.Timeout.Infinite, interrupted);
        return null;
    }
}
