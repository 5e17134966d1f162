namespace Txaio.Actors.Tests.Loops;

/// <summary>The caller's ExecutionContext (AsyncLocals, activities) flows into the callbacks on the loop.</summary>
public sealed class ExecutionContextTests : LoopTestKit
{
    private readonly AsyncLocal<string?> _local = new();

    /// <summary>The ways in which a user's callback gets onto the loop.</summary>
    public static TheoryData<string> Ways =>
        ["CallSoon", "CallSoon state", "CallLater", "CallLater state", "RunAsync", "Post", "StartNew", "CreateTimer"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void AsyncLocal_flows_into_the_callback(string way)
    {
        _local.Value = "caller's";
        string? seen = null;
        Call(way, () => seen = _local.Value);
        _local.Value = "changed later";

        Time.Advance(Second);

        Assert.Equal("caller's", seen);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void AsyncLocal_of_a_callback_does_not_leak_to_the_next_or_to_the_caller(string way)
    {
        var seen = new List<string?>();
        Call(way, () => _local.Value = "leaked");
        using (ExecutionContext.SuppressFlow())
            Call(way, () => seen.Add(_local.Value));
        Call(way, () => seen.Add(_local.Value));

        Time.Advance(Second);

        Assert.Equal([null, null], seen);
        Assert.Null(_local.Value);
    }

    [Fact]
    public void AsyncLocal_does_not_flow_where_the_flow_is_suppressed()
    {
        _local.Value = "caller's";
        var seen = "nothing";
        using (ExecutionContext.SuppressFlow())
            Loop.CallSoon(() => seen = _local.Value);

        Time.RunUntilIdle();

        Assert.Null(seen);
    }

    [Fact]
    public void Loop_that_runs_on_the_callers_thread_hides_the_callers_context_and_leaves_it()
    {
        using var system = TestSystem.Start(Akka.Configuration.ConfigurationFactory
            .ParseString("txaio.loops.default.dispatcher = akka.test.calling-thread-dispatcher")
            .WithFallback(Akka.TestKit.Configs.TestConfigs.DefaultConfig), "inline");
        var loop = system.Txaio().Loop;
        _local.Value = "caller's";
        var seen = new List<string?>();

        using (ExecutionContext.SuppressFlow())
            loop.CallSoon(() => seen.Add(_local.Value));
        Assert.Equal("caller's", _local.Value);
        loop.CallSoon(() =>
        {
            seen.Add(_local.Value);
            _local.Value = "leaked";
        });

        Assert.Equal([null, "caller's"], seen);
        Assert.Equal("caller's", _local.Value);
    }

    [Fact]
    public void AsyncLocal_flows_through_awaits_on_the_loop()
    {
        _local.Value = "caller's";
        var task = Loop.RunAsync(async () =>
        {
            await Task.Yield();
            var before = _local.Value;
            _local.Value = "worker's";
            await Task.Yield();
            return (before, _local.Value);
        });

        Assert.Equal(("caller's", "worker's"), Time.WaitFor(task));
        Assert.Equal("caller's", _local.Value);
    }

    private void Call(string way, Action callback)
    {
        switch (way)
        {
            case "CallSoon":
                Loop.CallSoon(callback);
                break;
            case "CallSoon state":
                Loop.CallSoon(static callback => callback(), callback);
                break;
            case "CallLater":
                Api.CallLater(Second, callback);
                break;
            case "CallLater state":
                Api.CallLater(Second, static callback => callback(), callback);
                break;
            case "RunAsync":
                _ = Loop.RunAsync(() =>
                {
                    callback();
                    return Task.CompletedTask;
                });
                break;
            case "Post":
                Loop.SynchronizationContext.Post(_ => callback(), null);
                break;
            case "StartNew":
                Task.Factory.StartNew(callback, CancellationToken.None, TaskCreationOptions.None, Loop.TaskScheduler);
                break;
            default:
                Loop.TimeProvider.CreateTimer(_ => callback(), null, Second, Timeout.InfiniteTimeSpan);
                break;
        }
    }
}
