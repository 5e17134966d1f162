using CsCheck;
using Txaio.Actors.Scheduling.Sleeping;

namespace Txaio.Actors.Tests.Scheduling;

/// <summary>The entries of the sleeping scheduler, without its thread.</summary>
public sealed class PendingEntriesTests : TxaioTestKit
{
    [Fact]
    public void Any_order_of_changes_takes_entries_out_in_due_order() =>
        // Below 6: schedule with that due time, so that many are equal. 6: the thread takes the inbox. 7 and 8: take
        // what is due at 3. 9 and 10: cancel one. 11: sweep.
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1000]).Array[0, 300].Sample(Check, iter: 1_000);

    [Fact]
    public void Next_due_time_is_that_of_the_earliest_entry_that_is_not_cancelled()
    {
        var pending = new PendingEntries();
        var entries = new[] { 5L, 3, 4 }.Select(Entry).ToList();
        Assert.Equal(PendingEntries.Never, pending.NextDue());
        AddAll(pending, entries);
        Assert.Equal(3, pending.NextDue());
        Assert.Null(pending.TakeDue(2));
        Assert.Same(entries[1], pending.TakeDue(3));
        entries[2].Cancel();
        Assert.Equal(5, pending.NextDue());
    }

    [Fact]
    public void Sweep_is_due_after_many_entries_that_may_be_cancelled_without_notice()
    {
        var pending = new PendingEntries();
        AddAll(pending, [.. Enumerable.Range(0, 10_000).Select(static _ => Entry(1))]);
        Assert.False(pending.IsSweepDue);
        pending = new PendingEntries();
        AddAll(pending, [.. Enumerable.Range(0, 10_000).Select(_ => Cancellable())]);
        Assert.True(pending.IsSweepDue);
        pending.Sweep();
        Assert.False(pending.IsSweepDue);
        Assert.Equal(10_000, pending.Count);
        AddAll(pending, [.. Enumerable.Range(0, PendingEntries.FewEntries).Select(_ => Cancellable())]);
        Assert.False(pending.IsSweepDue);
    }

    [Theory]
    [InlineData(100, 115)]
    [InlineData(101, 115)]
    [InlineData(114, 115)]
    [InlineData(115, 130)]
    [InlineData(159, 160)]
    [InlineData(160, 175)]
    public void Next_due_time_of_a_repetition_is_on_the_grid_and_after_now(long now, long next) =>
        Assert.Equal(next, SleepingThread.NextDue(due: 100, interval: 15, now));

    [Theory]
    [InlineData(100, long.MaxValue, 101)]
    [InlineData(long.MaxValue - 10, 15, long.MaxValue)]
    [InlineData(100, long.MaxValue / 2, (long.MaxValue / 2) + 200)]
    public void Next_due_time_beyond_all_times_is_never(long due, long interval, long now) =>
        Assert.Equal(PendingEntries.Never, SleepingThread.NextDue(due, interval, now));

    private static void Check((int What, int Which)[] steps)
    {
        var pending = new PendingEntries();
        var inbox = new List<ScheduledEntry>();
        var model = new SortedList<(long Due, long Order), ScheduledEntry>();
        var order = 0L;
        foreach (var (what, which) in steps)
        {
            if (what < 6)
            {
                var entry = Entry(what);
                inbox.Add(entry);
                model.Add((what, order++), entry);
            }
            else if (what == 6)
            {
                TakeInbox();
            }
            else if (what < 9)
            {
                TakeDue(3);
            }
            else if (what < 11 && model.Count > 0)
            {
                var index = which % model.Count;
                model.GetValueAtIndex(index).Cancel();
                model.RemoveAt(index);
            }
            else if (what == 11)
            {
                TakeInbox();
                pending.Sweep();
                Assert.Equal(model.Count, pending.Count);
            }
        }

        while (model.Count > 0)
            TakeDue(5);
        TakeDue(5);
        Assert.Equal(PendingEntries.Never, pending.NextDue());

        void TakeInbox()
        {
            AddAll(pending, inbox);
            inbox.Clear();
        }

        void TakeDue(long now)
        {
            TakeInbox();
            var due = model.Count > 0 && model.GetKeyAtIndex(0).Due <= now;
            Assert.Same(due ? model.GetValueAtIndex(0) : null, pending.TakeDue(now));
            if (due)
                model.RemoveAt(0);
        }
    }

    private ScheduledEntry Cancellable()
    {
        var entry = Entry(1);
        entry.CancelWith(new Akka.Actor.Cancelable(Sys.Scheduler));
        return entry;
    }

    private static void AddAll(PendingEntries pending, List<ScheduledEntry> oldestFirst)
    {
        ScheduledEntry? newest = null;
        foreach (var entry in oldestFirst)
            (entry.Next, newest) = (newest, entry);
        pending.AddAll(newest);
    }

    private static ScheduledEntry Entry(long due) => new CallEntry(Thread, () => { }, 0) { Due = due };

    private static readonly SleepingThread Thread = new(TestClock.Instance, Akka.Event.NoLogger.Instance);

    private sealed class TestClock : Akka.Actor.ITimeProvider
    {
        public static readonly TestClock Instance = new();

        public DateTimeOffset Now => default;

        public TimeSpan MonotonicClock => default;

        public TimeSpan HighResMonotonicClock => default;
    }
}
