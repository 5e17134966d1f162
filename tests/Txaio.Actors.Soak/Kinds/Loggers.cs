using Txaio.Actors.Soak.Systems;

namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Log calls of several threads while the output breaks and heals. Each call publishes one event. Each line is written,
/// in order, or is in the number of dropped lines.
/// </summary>
internal static class Loggers
{
    private const int Rounds = 500;
    private const int Threads = 2;
    private const int RoundsOfABreak = 25;

    public static void Play(Cycle cycle)
    {
        var logs = cycle.World.Logs;
        var lines = Enumerable.Range(0, (Threads * Rounds) + 1)
            .Select(_ => cycle.Start("a line", Ends.Done | Ends.Rejected))
            .ToList();
        var last = new int[Threads + 1];
        logs.Output.Begin(number =>
        {
            var thread = number / Rounds;
            if (last[thread] > number)
                cycle.Fail($"line {number} of thread {thread} was written after line {last[thread]}");
            last[thread] = number;
            lines[number].Done();
        });
        cycle.OnThreads(Rounds, (thread, random, round) =>
        {
            if (round % RoundsOfABreak == 0)
                logs.Output.Fails = (BreakingStream.Breaks)random.Next(3);
            Log(cycle, (thread * Rounds) + round);
        });
        logs.Output.Fails = BreakingStream.Breaks.Nothing;
        // The line that tells how many lines were dropped.
        Log(cycle, lines.Count - 1);
        cycle.Until(
            () => lines[^1].IsOver && Lost(lines) == logs.Output.Dropped,
            () => $"{Lost(lines)} lines were not written, the log tells of {logs.Output.Dropped}");
        foreach (var line in lines.Where(static line => !line.IsOver))
            line.Rejected();
    }

    private static int Lost(List<Call> lines) => lines.Count(static line => !line.IsOver);

    private static void Log(Cycle cycle, int number)
    {
        var published = cycle.Start("an event", Ends.Done);
        cycle.World.Logs.Txaio.MakeLogger("soak").Info("{Line} {Call}", BreakingStream.TextOf(number), published);
    }
}
