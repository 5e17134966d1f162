using System.Runtime.CompilerServices;
using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Tests.Loops;

/// <summary>Cancelled calls hold no object of the user, and their memory is freed later.</summary>
public sealed class DelayedCallsCancelTests : LoopTestKit
{
    private const int Many = 20_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cancelled_calls_give_all_memory_back(bool sorted)
    {
        var calls = Schedule(sorted);
        Assert.InRange(Loop.DelayedCalls.Capacity, Many, 4 * Many);

        new Random(2).Shuffle(calls);
        Assert.All(calls, static call => Assert.True(call.Cancel()));

        Assert.Equal(0, Loop.GetStatistics().Scheduled);
        Assert.InRange(Loop.DelayedCalls.Capacity, 0, 256);
        Time.Advance(Second * 100);
        Assert.Empty(Notes);
    }

    [Fact]
    public void Cancel_of_an_old_handle_is_false_when_2_to_the_32_calls_have_come_since()
    {
        var old = Api.CallLater(Second, () => Notes.Add("old"));
        Assert.True(old.Cancel());
        Loop.DelayedCalls.Sequence += uint.MaxValue;

        var later = Api.CallLater(Second, () => Notes.Add("later"));

        Assert.NotEqual(old, later);
        Assert.False(old.IsActive);
        Assert.False(old.Cancel());
        Assert.True(later.IsActive);
        Time.Advance(Second);
        Assert.Equal(["later"], Notes);
        Assert.False(later.Cancel());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calls_left_by_cancels_run_in_order_and_in_time(bool sorted)
    {
        var left = new List<(TimeSpan Due, int Number)>();
        var ran = new List<(TimeSpan Due, int Number)>();
        var random = new Random(3);
        var calls = new DelayedCall[Many];
        if (sorted)
            Api.CallLater(Millisecond, () => { });
        for (var i = 0; i < Many; i++)
        {
            var number = i;
            var delay = Second + (Millisecond * random.Next(1000));
            left.Add((Loop.Time + delay, number));
            calls[i] = Api.CallLater(delay, () => ran.Add((Loop.Time, number)));
        }

        if (sorted)
            Time.Advance(Millisecond);
        var cancelled = Enumerable.Range(0, Many).ToArray();
        random.Shuffle(cancelled);
        foreach (var number in cancelled[..(Many * 3 / 4)])
            Assert.True(calls[number].Cancel());
        left.RemoveAll(call => !calls[call.Number].IsActive);
        Assert.Equal(Many / 4, left.Count);
        Assert.Equal(Many / 4, Loop.GetStatistics().Scheduled);

        Time.Advance(Second * 3);

        Assert.Equal(left.OrderBy(call => call.Due).ThenBy(call => call.Number), ran);
        Assert.Equal(0, SchedulerEntries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cancelled_call_releases_its_state(bool sorted)
    {
        var (call, state) = ScheduleWithState();
        Api.CallLater(Millisecond, () => { });
        if (sorted)
            Time.Advance(Millisecond);

        Assert.True(call.Cancel());
        GC.Collect();

        Assert.False(state.IsAlive);
        Assert.False(call.IsActive);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Call_has_the_context_it_was_scheduled_in_and_not_that_of_a_cancelled_one(bool flows)
    {
        var local = new AsyncLocal<string?> { Value = "cancelled" };
        var old = Api.CallLater(Second, () => { });
        local.Value = flows ? "mine" : null;
        Assert.True(old.Cancel());
        // This call uses the slot of the cancelled call.
        Api.CallLater(Second, () => Note($"{local.Value}"));
        local.Value = null;

        Time.Advance(Second);

        Assert.Equal([flows ? "mine" : ""], Notes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cancelled_call_releases_its_execution_context(bool sorted)
    {
        var (call, value) = ScheduleInContext();
        Api.CallLater(Millisecond, () => { });
        if (sorted)
            Time.Advance(Millisecond);

        Assert.True(call.Cancel());
        GC.Collect();

        Assert.False(value.IsAlive);
        Assert.False(call.IsActive);
    }

    [Fact]
    public void Handle_of_a_cancelled_call_does_not_cancel_the_next_one_in_its_slot()
    {
        var old = Api.CallLater(Second, Note, "old");
        Assert.True(old.Cancel());
        var call = Api.CallLater(Second, Note, "new");

        Assert.False(old.Cancel());
        Assert.False(old.IsActive);
        Assert.NotEqual(old, call);
        Time.Advance(Second);
        Assert.Equal(["new"], Notes);
    }

    [Fact]
    public void Call_scheduled_and_cancelled_by_due_calls_never_runs()
    {
        DelayedCall last = default;
        void Ping(int number)
        {
            Assert.Equal(number > 0, last.Cancel());
            last = Api.CallLater(Second * 2, Note, $"timeout {number}");
            if (number < 500)
                Api.CallLater(Second, Ping, number + 1);
        }

        Ping(0);
        Time.Advance(Second * 500);

        Assert.Empty(Notes);
        Assert.Equal(1, Loop.GetStatistics().Scheduled);
        Time.Advance(Second * 2);
        Assert.Equal(["timeout 500"], Notes);
        Assert.Equal(0, SchedulerEntries);
    }

    [Fact]
    public async Task Calls_scheduled_and_cancelled_by_threads_while_others_fire_run_once_or_are_cancelled()
    {
        const int calls = 30_000;
        const int threads = 3;
        var system = TestSystem.Start();
        try
        {
            var api = system.Txaio();
            var ran = new int[threads * calls];
            var cancelled = new int[threads * calls];
            await Threads.Run(threads, thread =>
            {
                var random = new Random(thread);
                var handles = new DelayedCall[calls];
                for (var i = 0; i < calls; i++)
                {
                    var first = thread * calls;
                    handles[i] = api.CallLater(
                        (Millisecond * random.Next(50)) - TimeSpan.FromTicks(1), number => ran[number]++, first + i);
                    var other = random.Next(i + 1);
                    if (handles[other].Cancel())
                        cancelled[first + other]++;
                }
            });
            // This call is due after all other calls.
            var last = new TaskCompletionSource();
            api.CallLater(Millisecond * 60, last.SetResult);
            await last.Task.WaitAsync(Guard);

            Assert.All(ran.Zip(cancelled), static pair => Assert.Equal(1, pair.First + pair.Second));
            Assert.Equal(0, api.Loop.GetStatistics().Scheduled);
            Assert.InRange(api.Loop.DelayedCalls.Capacity, 0, 256);
        }
        finally
        {
            await system.Terminate();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (DelayedCall Call, WeakReference State) ScheduleWithState()
    {
        var state = new object();
        return (Api.CallLater(Second, static _ => { }, state), new WeakReference(state));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (DelayedCall Call, WeakReference Value) ScheduleInContext()
    {
        var value = new object();
        DelayedCall call = default;
        var local = new AsyncLocal<object?>();
        ExecutionContext.Run(
            ExecutionContext.Capture()!,
            _ =>
            {
                local.Value = value;
                call = Api.CallLater(Second, () => { });
            },
            null);
        return (call, new WeakReference(value));
    }

    // With sorted, the loop has sorted the calls into its heap, because it has looked for the next due time.
    private DelayedCall[] Schedule(bool sorted)
    {
        if (sorted)
            Api.CallLater(Millisecond, () => { });
        var random = new Random(1);
        var calls = new DelayedCall[Many];
        for (var i = 0; i < Many; i++)
            calls[i] = Api.CallLater(Second + (Millisecond * random.Next(60_000)), Note, "ran");
        if (sorted)
            Time.Advance(Millisecond);
        return calls;
    }
}
