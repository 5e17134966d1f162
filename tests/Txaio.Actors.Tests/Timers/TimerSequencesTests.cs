using CsCheck;

namespace Txaio.Actors.Tests.Timers;

/// <summary>
/// Any sequence of schedule, repeat, cancel, reset, advance and close on a batched timer, also from inside callbacks,
/// does as a list of calls sorted by bucket does: <see cref="TimerSequence"/>.
/// </summary>
/// <remarks>The callbacks that throw on purpose are not logged.</remarks>
public sealed class TimerSequencesTests() : TimersTestBase("akka { loglevel = OFF, stdout-loglevel = OFF }")
{
    private const int Sequences = 2_000;

    private static Gen<TimerSettings> Timers =>
        Gen.Select(
            Gen.Int[1, 20],
            Gen.Int[1, 5],
            Gen.Bool,
            static (bucket, chunk, up) => new TimerSettings(Milliseconds(100 * bucket), chunk, up));

    // Times are in milliseconds; a delay of -1 ms is infinite. A close ends most of a sequence, so it is rare.
    private static Gen<TimerChange> Changes =>
        Gen.Select(
            Gen.Frequency(
                (8, Gen.Const(TimerStep.Schedule)), (1, Gen.Const(TimerStep.Repeat)), (3, Gen.Const(TimerStep.Cancel)),
                (2, Gen.Const(TimerStep.Reset)), (5, Gen.Const(TimerStep.Advance)), (1, Gen.Const(TimerStep.Close))),
            Gen.Int[0, 1_000],
            Gen.Frequency((1, Gen.Const(-1)), (30, Gen.Int[-200, 6_000])),
            Gen.Frequency(
                (10, Gen.Const(TimerStep.Nothing)), (4, Gen.Const(TimerStep.Schedule)),
                (3, Gen.Const(TimerStep.Cancel)), (3, Gen.Const(TimerStep.Reset)), (1, Gen.Const(TimerStep.Close)),
                (1, Gen.Const(TimerStep.Throw))),
            static (step, which, delay, inner) => new TimerChange(step, which, delay, inner));

    [Fact]
    public void Any_sequence_agrees_with_a_sorted_list() =>
        Gen.Select(Timers, Changes.Array[0, 60]).Sample(
            (settings, changes) =>
            {
                var timer = Api.MakeBatchedTimer(
                    settings.Bucket, settings.Chunk, settings.Up ? BucketRounding.Up : BucketRounding.Down);
                new TimerSequence(timer, settings, Time).Run(changes);
                timer.Dispose();
                Time.RunUntilIdle();
                Assert.Equal(0, SchedulerEntries);
            },
            iter: Sequences,
            threads: 1);

    // Without cancels and resets the whole order is known, so these sequences check more of it.
    [Fact]
    public void Calls_that_no_code_cancels_or_resets_run_in_chunks_in_the_order_of_scheduling() =>
        Gen.Select(Timers, Gen.Int[0, 3_000].Array[1, 40]).Sample(
            (settings, delays) =>
            {
                var timer = Api.MakeBatchedTimer(
                    settings.Bucket, settings.Chunk, settings.Up ? BucketRounding.Up : BucketRounding.Down);
                var sequence = new TimerSequence(timer, settings, Time);
                sequence.Run([
                    .. delays.Select(static delay =>
                        new TimerChange(TimerStep.Schedule, 0, 4_000 + delay, TimerStep.Nothing)),
                ]);
                Assert.Equal(delays.Length, sequence.CheckedInOrder);
                timer.Dispose();
            },
            iter: Sequences / 4,
            threads: 1);
}

/// <summary>A step of a sequence, or the action of a callback on the timer that runs it.</summary>
internal enum TimerStep
{
    /// <summary>A callback that does nothing.</summary>
    Nothing,
    Schedule,
    Repeat,
    Cancel,
    Reset,
    Advance,
    Close,

    /// <summary>A callback that throws.</summary>
    Throw,
}

/// <summary>The settings of a batched timer.</summary>
internal sealed record TimerSettings(TimeSpan Bucket, int Chunk, bool Up);

/// <summary>One change of a sequence.</summary>
/// <param name="Step">The step.</param>
/// <param name="Which">The number of the call that the step concerns, modulo the number of calls.</param>
/// <param name="Delay">The delay in milliseconds.</param>
/// <param name="Inner">The action of the callback of a scheduled call.</param>
internal sealed record TimerChange(TimerStep Step, int Which, int Delay, TimerStep Inner);
