using System.Globalization;
using Txaio.Actors.DurablePeers.Node;
using Txaio.Actors.DurablePeers.Peers;

namespace Txaio.Actors.DurablePeers;

/// <summary>
/// A node of one of the schedulers that the benchmark P18 compares:
/// <c>NAME CONNECTION-STRING NUMBER PORT FIRST-PORT</c>, with the commands of <see cref="NodeCommands"/> on its input.
/// </summary>
internal static class Program
{
    // A scheduler is one class and one line here.
    private static readonly Dictionary<string, Func<IDurableScheduler>> Schedulers = new(StringComparer.Ordinal)
    {
        // The default of reference.conf.
        ["txaio"] = static () => new TxaioTimerScheduler(stripes: 1),
        ["txaioshared"] = static () => new TxaioTimerScheduler(stripes: null),
        ["npgsql"] = static () => new StoreAlone(),
        ["wolverine"] = static () => new WolverineScheduler(),
        ["orleans"] = static () => new OrleansScheduler(),
        ["quartz"] = static () => new QuartzScheduler(),
        ["hangfire"] = static () => new HangfireScheduler(),
        ["akka"] = static () => new AkkaScheduler(),
    };

    private static async Task<int> Main(string[] args)
    {
        if (args is not [var name, var connection, var number, var port, var firstPort]
            || !Schedulers.TryGetValue(name, out var create))
        {
            await Console.Error.WriteLineAsync("Usage: NAME CONNECTION-STRING NUMBER PORT FIRST-PORT, with NAME one of "
                + $"{string.Join(", ", Schedulers.Keys)}");
            return 2;
        }

        // Other output of the process must not mix with the replies.
        Console.SetOut(Console.Error);
        var scheduler = create();
        await NodeDatabase.CreateAsync(connection);
        await scheduler.StartAsync(new NodeOptions(connection, Parse(number), Parse(port), Parse(firstPort)));
        Deliveries.Write("= ready");
        await new NodeCommands(scheduler).RunAsync(Console.In);
        return 0;
    }

    private static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
