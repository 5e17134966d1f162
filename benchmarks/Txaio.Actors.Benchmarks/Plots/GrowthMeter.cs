using Txaio.Actors.Benchmarks.Cases;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Plots;

/// <summary>Measures the figures of the plots that P13 has not measured.</summary>
internal static class GrowthMeter
{
    private static readonly TimeSpan FiringBucketLength = TimeSpan.FromSeconds(0.2);

    public static void Complete(GrowthFigures growth, bool isQuick)
    {
        using var system = new BenchSystem();
        Func<TimerSubject>[] subjects =
        [
            () => new TxaioBatched(system.Txaio, TimerWork.Bucket),
            () => new AkkaScheduler(system),
            static () => new SystemTimer(),
            static () => new DotNettyWheel(),
        ];
        var idle = FiringBucket.IdlePercent(system, TimeSpan.FromSeconds(isQuick ? 0.3 : 2));
        foreach (var size in GrowthFigures.Sizes(isQuick))
        {
            var delays = TimerWork.Spread(size);
            foreach (var subject in subjects)
            {
                Complete(growth, subject, delays);
                growth.Add(GrowthFigures.Memory, NameOf(subject), size, TimerWork.Retained(subject, delays).Pending);
            }

            Fire(growth, [() => new TxaioBatched(system.Txaio, FiringBucketLength), .. subjects[1..]], size, idle);
        }
    }

    private static void Complete(GrowthFigures growth, Func<TimerSubject> subject, TimeSpan[] delays)
    {
        var name = NameOf(subject);
        var size = delays.Length;
        var rounds = size <= 100_000 ? 5 : 1;
        if (!growth.Has(GrowthFigures.Schedule, name, size))
        {
            var schedule = Rounds.Interleave(rounds, TimerWork.Schedule(subject, delays))[0];
            growth.Add(GrowthFigures.Schedule, name, size, schedule.Nanoseconds);
        }

        if (!growth.Has(GrowthFigures.Cancel, name, size))
        {
            var cancel = Rounds.Interleave(rounds, TimerWork.Cancel(subject, delays))[0];
            growth.Add(GrowthFigures.Cancel, name, size, cancel.Nanoseconds);
        }
    }

    private static void Fire(GrowthFigures growth, Func<TimerSubject>[] subjects, int size, double idle)
    {
        var rounds = size <= 100_000 ? 3 : 1;
        foreach (var make in subjects)
        {
            using var subject = make();
            var cpu = Statistics.Median(
                Enumerable.Range(0, rounds).Select(_ => FiringBucket.Watch(subject, size, idle).CpuNanoseconds));
            growth.Add(GrowthFigures.Fire, subject.Name, size, cpu);
        }
    }

    private static string NameOf(Func<TimerSubject> make)
    {
        using var subject = make();
        return subject.Name;
    }
}
