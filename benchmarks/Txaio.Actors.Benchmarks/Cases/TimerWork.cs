using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>
/// The shared parts of the cases about many pending calls: due times, cancel orders, and works that leave no calls
/// pending.
/// </summary>
internal static class TimerWork
{
    /// <summary>The bucket of all cases that compare schedulers.</summary>
    public static readonly TimeSpan Bucket = TimeSpan.FromSeconds(1);

    /// <summary>Delays at random from 30 to 90 s, over 61 buckets of a second; the same delays each time.</summary>
    public static TimeSpan[] Spread(int count)
    {
        var random = new Random(count);
        var delays = new TimeSpan[count];
        for (var i = 0; i < count; i++)
            delays[i] = TimeSpan.FromMilliseconds(30_000 + random.Next(60_000));
        return delays;
    }

    /// <summary>The same delay for all calls.</summary>
    public static TimeSpan[] Same(int count, TimeSpan delay)
    {
        var delays = new TimeSpan[count];
        Array.Fill(delays, delay);
        return delays;
    }

    /// <summary>Every index once, in a random order; the same order each time.</summary>
    public static int[] RandomOrder(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(count).Shuffle(order);
        return order;
    }

    /// <summary>Schedules all calls. Cancels them afterwards, which is not measured.</summary>
    public static Work Schedule(Func<TimerSubject> make, TimeSpan[] delays, int threads = 1)
    {
        var order = RandomOrder(delays.Length);
        return OneRun(
            make, delays, static _ => { }, subject => subject.Schedule(delays, threads), subject => subject.Cancel(order));
    }

    /// <summary>Cancels all calls in random order. Schedules them before, which is not measured.</summary>
    public static Work Cancel(Func<TimerSubject> make, TimeSpan[] delays)
    {
        var order = RandomOrder(delays.Length);
        return OneRun(
            make, delays, subject => subject.Schedule(delays), subject => subject.Cancel(order), static _ => { });
    }

    /// <summary>Schedules all calls, then cancels them in random order.</summary>
    public static Work ScheduleAndCancel(Func<TimerSubject> make, TimeSpan[] delays)
    {
        var order = RandomOrder(delays.Length);
        return OneRun(
            make,
            delays,
            static _ => { },
            subject =>
            {
                subject.Schedule(delays);
                subject.Cancel(order);
            },
            static _ => { });
    }

    /// <summary>
    /// Bytes kept for each call while all calls are pending, and once all calls are cancelled. The array of handles is
    /// not counted.
    /// </summary>
    public static (double Pending, double Cancelled) Retained(Func<TimerSubject> make, TimeSpan[] delays)
    {
        var order = RandomOrder(delays.Length);
        using var subject = make();
        subject.MakeRoom(delays.Length);
        var before = Memory.Retained();
        subject.Schedule(delays);
        var pending = Memory.Retained();
        subject.Cancel(order);
        // Our handles reference their bucket; a user drops a handle together with the connection or request.
        subject.MakeRoom(delays.Length);
        var cancelled = Memory.Retained();
        BenchmarkFailedException.ThrowUnlessEqual(0, subject.Fired, $"calls of {subject.Name} that ran too early");
        GC.KeepAlive(order);
        return ((double)(pending - before) / delays.Length, (double)(cancelled - before) / delays.Length);
    }

    private static Work OneRun(
        Func<TimerSubject> make,
        TimeSpan[] delays,
        Action<TimerSubject> before,
        Action<TimerSubject> measured,
        Action<TimerSubject> after)
    {
        TimerSubject? current = null;
        string name;
        using (var first = make())
            name = first.Name;
        return new Work(name, delays.Length, () => measured(current!))
        {
            Prepare = () =>
            {
                current = make();
                current.MakeRoom(delays.Length);
                before(current);
            },
            Finish = () =>
            {
                after(current!);
                BenchmarkFailedException.ThrowUnlessEqual(0, current!.Fired, $"calls of {current.Name} that ran");
                current.Dispose();
                current = null;
            },
        };
    }
}
