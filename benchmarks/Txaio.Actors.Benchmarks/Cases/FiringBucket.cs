using System.Diagnostics;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Calls that fall due together, and the cost of running them.</summary>
internal static class FiringBucket
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The watching thread's period. Each wake-up costs as much as some hundred calls.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(4);

    /// <summary>The cost of running the calls.</summary>
    /// <param name="CpuNanoseconds">
    /// CPU time of the process for a call, without the CPU time of an idle system and without compilation.
    /// </param>
    /// <param name="Took">From the due time until the last call had run.</param>
    public readonly record struct Fired(double CpuNanoseconds, TimeSpan Took);

    /// <summary>
    /// Fires small buckets until the runtime compiles no more methods, including methods that run once a bucket.
    /// </summary>
    public static void WarmUp(BenchSystem system)
    {
        using var subject = new TxaioBatched(system.Txaio, TimeSpan.FromMilliseconds(10), chunkSize: 50);
        var delays = TimerWork.Same(500, TimeSpan.FromMilliseconds(20));
        subject.MakeRoom(delays.Length);
        Rounds.WarmUp(new Work("fire", delays.Length, () =>
        {
            var fired = subject.Fired + delays.Length;
            subject.Schedule(delays);
            while (subject.Fired < fired)
                Thread.Sleep(Look);
        }));
    }

    /// <summary>Schedules <paramref name="count"/> calls for one moment, and watches them run.</summary>
    /// <param name="subject">The timer to measure.</param>
    /// <param name="count">How many calls.</param>
    /// <param name="idlePercent">CPU time of the process while no call is due, in percent of a core.</param>
    /// <param name="probe">Runs from shortly before the due time until the last call has run.</param>
    public static Fired Watch(TimerSubject subject, int count, double idlePercent, LoopProbe? probe = null)
    {
        var before = subject.Fired;
        subject.MakeRoom(count);
        Memory.Collect();
        var plan = subject.Plan(TimeSpan.FromMilliseconds(300) + (count * subject.SchedulingTime));
        var started = Stopwatch.GetTimestamp();
        subject.Schedule(TimerWork.Same(count, plan.Delay));
        Memory.Collect();

        var margin = TimeSpan.FromMilliseconds(20);
        if (plan.In - margin - Stopwatch.GetElapsedTime(started) is var wait && wait < TimeSpan.Zero)
            throw new BenchmarkFailedException($"{subject.Name}: scheduling took longer than the {plan.In} allowed.");
        Thread.Sleep(wait);
        BenchmarkFailedException.ThrowUnlessEqual(before, subject.Fired, $"calls of {subject.Name} that ran early");

        probe?.Start();
        var cpu = Cpu.UsedWithoutCompiling;
        var watched = Stopwatch.GetTimestamp();
        while (subject.Fired < before + count && Stopwatch.GetElapsedTime(watched) < Patience)
            Thread.Sleep(Look);
        var cpuUsed = Cpu.UsedWithoutCompiling - cpu;
        var elapsed = Stopwatch.GetElapsedTime(watched);
        var took = Stopwatch.GetElapsedTime(started) - plan.In;
        probe?.Stop();

        // A call that runs twice would have run again by now.
        Thread.Sleep(margin);
        BenchmarkFailedException.ThrowUnlessEqual(before + count, subject.Fired, $"calls of {subject.Name} that ran");
        var net = cpuUsed - (elapsed * idlePercent / 100);
        return new Fired(Math.Max(0, net.TotalNanoseconds) / count, took);
    }

    /// <summary>CPU time of the process while a call is pending and no call is due, in percent of a core.</summary>
    public static double IdlePercent(BenchSystem system, TimeSpan window)
    {
        var call = system.Txaio.CallLater(TimeSpan.FromHours(1), static () => { });
        Cpu.PercentOfACore(window / 4);
        // With the watching thread, which also runs while calls fire.
        var cpu = Cpu.UsedWithoutCompiling;
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < window)
            Thread.Sleep(Look);
        var percent = 100 * (Cpu.UsedWithoutCompiling - cpu) / Stopwatch.GetElapsedTime(started);
        call.Cancel();
        return percent;
    }
}
