using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// A loop logs a warning with the name of each callback that runs longer than slow-callback. The time is virtual.
/// </summary>
public sealed class SlowCallbackTests() : LoopTestKit(
    """
    txaio.loops.default.slow-callback = 100ms
    txaio.loops.io { slow-callback = infinite }
    """)
{
    [Fact]
    public void Slow_callback_is_logged_at_warn_by_name()
    {
        Loop.CallSoon(Hold);
        Time.RunUntilIdle();

        Assert.Equal(
            "Loop 'default' was held for 250 ms by Txaio.Actors.Tests.Loops.SlowCallbackTests.Hold "
            + "(txaio.loops.default.slow-callback = 100 ms)",
            Assert.Single(Published.Warnings));
        Assert.Equal(Millisecond * 250, Loop.GetStatistics().LongestCallback);
    }

    [Fact]
    public void Slow_callback_among_others_is_named_with_them()
    {
        Loop.CallSoon(Quick);
        Loop.CallSoon(Hold);
        Time.RunUntilIdle();

        const string tests = "Txaio.Actors.Tests.Loops.SlowCallbackTests.";
        Assert.Contains($" by one of {tests}Quick, {tests}Hold (", Assert.Single(Published.Warnings));
    }

    /// <summary>A call that is due waits in the queue, and can still be cancelled there.</summary>
    [Fact]
    public void Slow_callback_beside_a_call_that_another_cancelled_is_named()
    {
        DelayedCall cancelled = default;
        Api.CallLater(Second, () => cancelled.Cancel());
        cancelled = Api.CallLater(Second, Quick);
        Api.CallLater(Second, Hold);

        Time.Advance(Second);

        Assert.Contains(
            $", a call that was cancelled or reset, {typeof(SlowCallbackTests).FullName}.Hold (",
            Assert.Single(Published.Warnings));
    }

    [Theory]
    [InlineData("CallLater")]
    [InlineData("RunAsync")]
    [InlineData("await")]
    [InlineData("timer")]
    [InlineData("post")]
    [InlineData("task")]
    public void Slow_callback_is_named_for_each_way_of_queueing(string way)
    {
        switch (way)
        {
            case "CallLater":
                Api.CallLater(Second, Hold);
                break;
            case "RunAsync":
                _ = Loop.RunAsync(HoldThenEnd);
                break;
            case "await":
                _ = Loop.RunAsync(YieldThenHold);
                break;
            case "timer":
                Loop.TimeProvider.CreateTimer(HoldWithState, null, Second, Timeout.InfiniteTimeSpan);
                break;
            case "task":
                // .NET does not tell which delegate a task runs.
                Task.Factory.StartNew(Hold, CancellationToken.None, TaskCreationOptions.None, Loop.TaskScheduler);
                break;
            default:
                Loop.SynchronizationContext.Post(HoldWithState, null);
                break;
        }

        Time.Advance(Second);

        Assert.Matches(
            way == "task"
                ? @" by the task with id \d+ \("
                : @"SlowCallbackTests\.(Hold|HoldThenEnd|YieldThenHold|HoldWithState) \(",
            Assert.Single(Published.Warnings));
    }

    /// <summary>
    /// The report names the async method that waits, not the callback of .NET that resumes the method.
    /// </summary>
    [Theory]
    [InlineData(nameof(DelayThenHold))]
    [InlineData(nameof(WaitThenHold))]
    [InlineData(nameof(TickThenHold))]
    [InlineData(nameof(ReadThenHold))]
    [InlineData(nameof(ReadPipeThenHold))]
    public void Slow_await_has_the_name_of_its_async_method(string method)
    {
        Func<Task> work = method switch
        {
            nameof(DelayThenHold) => DelayThenHold,
            nameof(WaitThenHold) => WaitThenHold,
            nameof(TickThenHold) => TickThenHold,
            nameof(ReadPipeThenHold) => ReadPipeThenHold,
            _ => ReadThenHold,
        };
        _ = Loop.RunAsync(work);

        Time.Advance(Second);

        var warning = Assert.Single(Published.Warnings);
        Assert.Contains($"{typeof(SlowCallbackTests).FullName}.{method} (", warning);
        Assert.DoesNotContain("System.", warning);
    }

    [Fact]
    public void Pending_delay_and_sleep_are_listed_by_their_purpose()
    {
        _ = Loop.RunAsync(DelayThenHold);
        _ = Api.Sleep(Second);
        Time.RunUntilIdle();

        Assert.Equal(
            [$"{typeof(SlowCallbackTests).FullName}.{nameof(DelayThenHold)}", "a Sleep"],
            TxaioExtension.Get(Sys).GetScheduledCalls()
                .Select(static call => call.Description).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Quick_callbacks_are_not_logged()
    {
        for (var i = 0; i < 100; i++)
            Loop.CallSoon(Quick);
        Time.RunUntilIdle();

        Assert.Empty(Published.Warnings);
    }

    [Fact]
    public async Task Slow_callback_in_real_time_is_logged_at_warn_by_name()
    {
        var system = TestSystem.Start("txaio.loops.default.slow-callback = 20ms");
        try
        {
            var published = PublishedEvents.Of(system);
            var loop = system.Txaio().Loop;
            loop.CallSoon(Sleeping);
            // The loop logs at the end of the turn, which may come after this callback but before the system's end.
            await loop.RunAsync(() => Task.CompletedTask).WaitAsync(Guard);
            await system.Terminate().WaitAsync(Guard);

            Assert.Contains(published.Warnings, warning => warning!.Contains("SlowCallbackTests.Sleeping"));
        }
        finally
        {
            await system.Terminate();
        }
    }

    [Fact]
    public async Task Slow_await_of_a_socket_has_the_name_of_its_async_method()
    {
        var system = TestSystem.Start("txaio.loops.default.slow-callback = 20ms");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
            using var server = await listener.AcceptSocketAsync().WaitAsync(Guard);
            var published = PublishedEvents.Of(system);

            var loop = system.Txaio().Loop;
            var received = loop.RunAsync(() => ReceiveThenSleep(server));
            // The method waits by now.
            await loop.RunAsync(() => Task.CompletedTask).WaitAsync(Guard);
            await client.GetStream().WriteAsync(new byte[1]);
            await received.WaitAsync(Guard);
            await system.Terminate().WaitAsync(Guard);

            Assert.Contains(
                published.Warnings, warning => warning!.Contains($"SlowCallbackTests.{nameof(ReceiveThenSleep)}"));
        }
        finally
        {
            await system.Terminate();
        }
    }

    private static void Sleeping() => Thread.Sleep(60);

    private static async Task ReceiveThenSleep(Socket socket)
    {
        await socket.ReceiveAsync(new byte[1]);
        Sleeping();
    }

    private static void Quick()
    {
    }

    private void Hold() =>
        Time.Spend(Millisecond * 250);

    private void HoldWithState(object? state) => Hold();

    private Task HoldThenEnd()
    {
        Hold();
        return Task.CompletedTask;
    }

    private async Task DelayThenHold()
    {
        await Task.Delay(Millisecond, Loop.TimeProvider);
        Hold();
    }

    private async Task WaitThenHold()
    {
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(Millisecond, Loop.TimeProvider);
        }
        catch (TimeoutException)
        {
            Hold();
        }
    }

    private async Task TickThenHold()
    {
        using var timer = new PeriodicTimer(Millisecond, Loop.TimeProvider);
        await timer.WaitForNextTickAsync();
        Hold();
    }

    private async Task ReadThenHold()
    {
        var channel = Channel.CreateUnbounded<int>();
        Api.CallLater(Millisecond, () => channel.Writer.TryWrite(1));
        await channel.Reader.ReadAsync();
        Hold();
    }

    private async Task ReadPipeThenHold()
    {
        var pipe = new Pipe();
        Api.CallLater(Millisecond, () => pipe.Writer.Complete());
        await pipe.Reader.ReadAsync();
        Hold();
    }

    private async Task YieldThenHold()
    {
        await Task.Yield();
        // After the delay the method resumes in a turn of its own, so no other callback is in the measured group.
        await Api.Sleep(Millisecond);
        Hold();
    }
}
