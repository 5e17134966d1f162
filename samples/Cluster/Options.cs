using System.Globalization;
using Samples;

namespace DurableCalls;

/// <summary>The part of the program that this process plays.</summary>
internal enum Mode
{
    /// <summary>Starts the nodes, schedules the calls, kills nodes, and compares the records.</summary>
    Demo,

    /// <summary>One node; started by the demo.</summary>
    Node,

    /// <summary>The options, explained.</summary>
    Help,
}

/// <summary>Where the nodes store their calls.</summary>
internal enum Store
{
    /// <summary>One file that all nodes of the machine share.</summary>
    Sqlite,

    /// <summary>A throw-away server of its own.</summary>
    Postgres,
}

/// <summary>The command line or the machine does not allow the run. The message is one line for the user.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The command line, checked.</summary>
internal sealed record Options
{
    public const string Help =
        """
        Cluster: durable calls on a cluster whose nodes are killed while the calls wait.

        Usage: Cluster [options], each as --name value or --name=value

          --calls N                  how many calls are scheduled (1 to 1000000; default 20000)
          --seconds S                over how many seconds (5 to 3600; default 60)
          --nodes N                  node processes (2 to 9; default 3)
          --kill S[,S...]            seconds after which a node is killed by SIGKILL, and started again 5 s later; the
                                     nodes take turns, 15 s apart at least; none for no kill (default 20,40, as far
                                     as --seconds allows)
          --store sqlite|postgres    one SQLite file that the nodes share, or a PostgreSQL server that is started for
                                     the run and removed afterwards (default sqlite)
          --help                     this text

        Exit code: 0 if every stored call was delivered, none before it was due, and no node ended by itself; 1 if not;
        2 for a wrong command line, or a store that cannot be started.
        """;

    private static readonly TimeSpan LastKillBeforeEnd = TimeSpan.FromSeconds(1);

    // The killed node starts again after 5 s and joins some seconds later. Of three nodes, two must be there.
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(15);

    public Mode Mode { get; private init; } = Mode.Demo;

    /// <summary>How many calls are scheduled.</summary>
    public int Calls { get; private init; } = 20_000;

    /// <summary>Over how long.</summary>
    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(60);

    /// <summary>Node processes.</summary>
    public int Nodes { get; private init; } = 3;

    /// <summary>When nodes are killed, from the first call on.</summary>
    public IReadOnlyList<TimeSpan> Kills { get; private init; } = [TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40)];

    private TimeSpan LastKill => Duration - LastKillBeforeEnd;

    /// <summary>Where the calls are stored.</summary>
    public Store Store { get; private init; }

    /// <summary>The HOCON file that the demo wrote for its nodes.</summary>
    public string ConfigFile { get; private init; } = "";

    /// <summary>The port of this node.</summary>
    public int Port { get; private init; }

    /// <exception cref="UsageException">An argument is wrong.</exception>
    public static Options Parse(IReadOnlyList<string> args)
    {
        var options = new Options();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, value) in CommandLine.Options(args))
            {
                if (CommandLine.IsHelp(name))
                    return options with { Mode = Mode.Help };
                options = Apply(options, name, value);
                if (!seen.Add(name))
                    throw new UsageException($"{name} is given twice");
            }
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }

        // A short run has fewer kills, unless they are asked for.
        if (!seen.Contains("--kill"))
            options = options with { Kills = [.. options.Kills.Where(kill => kill <= options.LastKill)] };
        Check(options, seen);
        return options;
    }

    private static void Check(Options options, HashSet<string> given)
    {
        if (given.Contains("--node") != given.Contains("--config") || (options.Mode == Mode.Node && given.Count > 2))
            throw new UsageException("--node and --config are for the nodes that this program starts itself");
        if (options.Mode == Mode.Node && !File.Exists(options.ConfigFile))
            throw new UsageException($"--config {options.ConfigFile}: there is no such file");
        if (options.Kills.Any(kill => kill > options.LastKill))
            throw new UsageException(
                $"--kill {Shown(options.Kills[^1])}: must be at least {Shown(LastKillBeforeEnd)} s before the end, "
                + $"--seconds {Shown(options.Duration)}");
        for (var i = 1; i < options.Kills.Count; i++)
        {
            if (options.Kills[i] - options.Kills[i - 1] < LeastPause)
                throw new UsageException(
                    $"--kill {Shown(options.Kills[i - 1])},{Shown(options.Kills[i])}: must be at least "
                    + $"{Shown(LeastPause)} s apart, so that the node before is back");
        }
    }

    private static string Shown(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private static Options Apply(Options options, string name, string? value) => name switch
    {
        "--calls" => options with { Calls = (int)Number(name, value, 1, 1_000_000) },
        "--seconds" => options with { Duration = TimeSpan.FromSeconds(Number(name, value, 5, 3600)) },
        "--nodes" => options with { Nodes = (int)Number(name, value, 2, 9) },
        "--kill" => options with { Kills = Seconds(name, value) },
        "--store" => options with
        {
            Store = value switch
            {
                "sqlite" => Store.Sqlite,
                "postgres" => Store.Postgres,
                _ => throw Bad(name, value, "sqlite or postgres"),
            },
        },

        // A node; the demo starts it.
        "--node" => options with { Mode = Mode.Node, Port = (int)Number(name, value, 1, 65_535) },
        "--config" => options with { ConfigFile = value ?? throw Bad(name, value, "the path of a HOCON file") },
        _ => throw new UsageException($"unknown option {name}; see --help"),
    };

    private static IReadOnlyList<TimeSpan> Seconds(string name, string? value) => value switch
    {
        null => throw Bad(name, value, "seconds, such as 20,40, or none"),
        "none" => [],
        _ => [.. value.Split(',').Select(one => TimeSpan.FromSeconds(Number(name, one, 0, 3600))).Order()],
    };

    private static double Number(string name, string? value, double least, double most) =>
        double.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Bad(name, value, $"a whole number from {least} to {most}");

    private static UsageException Bad(string name, string? value, string allowed) => new(
        value is null ? $"{name} needs a value: {allowed}" : $"{name} {value}: must be {allowed}");
}
