using KeepAlive.Server;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KeepAlive.Demo;

/// <summary>Shows the numbers while they change: a table on a terminal, a line a second elsewhere.</summary>
internal static class LiveView
{
    private static readonly TimeSpan TableInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(1);

    /// <summary>Shows the numbers that <paramref name="read"/> returns, until <paramref name="end"/>.</summary>
    public static Task ShowAsync(Func<Task<Snapshot>> read, TimeSpan duration, CancellationToken end) =>
        Console.IsOutputRedirected ? LinesAsync(read, duration, end) : TableAsync(read, duration, end);

    private static Task LinesAsync(Func<Task<Snapshot>> read, TimeSpan duration, CancellationToken end) =>
        RepeatAsync(
            LineInterval,
            async passed =>
            {
                var columns = Columns(await read(), passed, duration);
                var texts = columns.Select(static column => $"{column.Name} {column.Value}");
                Console.Out.WriteLine(string.Join("  ", texts));
            },
            end);

    private static Task TableAsync(Func<Task<Snapshot>> read, TimeSpan duration, CancellationToken end) =>
        AnsiConsole.Live(Text.Empty).StartAsync(live => RepeatAsync(
            TableInterval,
            async passed =>
            {
                live.UpdateTarget(Table(Columns(await read(), passed, duration)));
                live.Refresh();
            },
            end));

    private static Table Table(IReadOnlyList<(string Name, string Value)> columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var (name, value) in columns)
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap().Width(Math.Max(name.Length, value.Length)));
        table.AddRow(columns.Select(static IRenderable (column) => new Text(column.Value)));
        return table;
    }

    private static (string Name, string Value)[] Columns(Snapshot now, TimeSpan passed, TimeSpan duration) =>
    [
        ("seconds", $"{passed.TotalSeconds:0}/{duration.TotalSeconds:0.#}"),
        ("connections", $"{now.Open}"),
        ("pings", $"{now.Pings}"),
        ("pongs", $"{now.Pongs}"),
        ("dropped", $"{now.Dropped}"),
        ("pending", $"{now.PendingCalls}"),
        ("loop lag", $"{now.Loop.Lag.TotalMilliseconds:0.00} ms"),
        ("late p50/p99/max", $"{Late(now.TypicalLateness)}/{Late(now.HighLateness)}/{Late(now.GreatestLateness)} ms"),
    ];

    private static string Late(TimeSpan time) => $"{time.TotalMilliseconds:0}";

    private static async Task RepeatAsync(TimeSpan interval, Func<TimeSpan, Task> show, CancellationToken end)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(interval);
        try
        {
            do
            {
                await show(TimeProvider.System.GetElapsedTime(started));
            }
            while (await timer.WaitForNextTickAsync(end));
        }
        catch (OperationCanceledException)
        {
            await show(TimeProvider.System.GetElapsedTime(started));
        }
    }
}
