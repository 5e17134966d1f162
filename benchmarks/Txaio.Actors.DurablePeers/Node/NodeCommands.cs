using System.Globalization;

namespace Txaio.Actors.DurablePeers.Node;

/// <summary>
/// Reads a command a line and writes a reply a line, which starts with "=":
/// <list type="bullet">
/// <item><c>schedule FIRST COUNT IN-FLIGHT DUE SPREAD AT-MOST</c>: calls that are due from DUE on (milliseconds since
/// 1970), evenly over SPREAD milliseconds; replies how many are stored and the milliseconds it took;</item>
/// <item><c>cancel FIRST COUNT IN-FLIGHT AT-MOST</c>: replies how many were cancelled, how many of them the scheduler
/// found, and the milliseconds it took;</item>
/// <item><c>pending</c>: replies how many calls the store holds;</item>
/// <item><c>heap</c>: replies the bytes of the heap after a full collection, and those of the process.</item>
/// </list>
/// The end of the input ends the process.
/// </summary>
internal sealed class NodeCommands(IDurableScheduler scheduler)
{
    public async Task RunAsync(TextReader input)
    {
        while (await input.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            long[] numbers = [.. words.Skip(1).Select(static word => long.Parse(word, CultureInfo.InvariantCulture))];
            FormattableString reply;
            try
            {
                reply = await ReplyAsync(words[0], numbers);
            }
            catch (Exception e)
            {
                await Console.Error.WriteLineAsync(e.ToString());
                reply = $"failed {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
            }

            Deliveries.Write("= " + reply.ToString(CultureInfo.InvariantCulture));
        }
    }

    private Task<FormattableString> ReplyAsync(string command, long[] numbers) => command switch
    {
        "schedule" => ScheduleAsync((int)numbers[0], (int)numbers[1], (int)numbers[2], numbers[3], numbers[4],
            TimeSpan.FromMilliseconds(numbers[5])),
        "cancel" => CancelAsync((int)numbers[0], (int)numbers[1], (int)numbers[2],
            TimeSpan.FromMilliseconds(numbers[3])),
        "pending" => PendingAsync(),
        "heap" => Task.FromResult(Heap()),
        _ => throw new ArgumentException($"There is no command '{command}'.", nameof(command)),
    };

    private async Task<FormattableString> ScheduleAsync(
        int first, int count, int inFlight, long due, long spread, TimeSpan atMost)
    {
        var (done, elapsed) = await InFlight.RunAsync(first, count, inFlight, atMost, key => scheduler.ScheduleAsync(
            key, DateTimeOffset.FromUnixTimeMilliseconds(due + spread * (key - first) / count)));
        return $"{done} {elapsed.TotalMilliseconds}";
    }

    private async Task<FormattableString> CancelAsync(int first, int count, int inFlight, TimeSpan atMost)
    {
        var found = 0;
        var (done, elapsed) = await InFlight.RunAsync(first, count, inFlight, atMost, async key =>
        {
            if (await scheduler.CancelAsync(key))
                Interlocked.Increment(ref found);
        });
        return $"{done} {found} {elapsed.TotalMilliseconds}";
    }

    private async Task<FormattableString> PendingAsync() => $"{await scheduler.CountPendingAsync()}";

    private static FormattableString Heap()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return $"{GC.GetTotalMemory(forceFullCollection: true)} {Environment.WorkingSet}";
    }
}
