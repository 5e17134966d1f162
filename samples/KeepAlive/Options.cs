namespace KeepAlive;

/// <summary>The options of the program.</summary>
internal enum Mode
{
    /// <summary>Server and clients, a table while they run, and a summary.</summary>
    Demo,

    /// <summary>The server alone, until Ctrl+C.</summary>
    Listen,

    /// <summary>The clients, in a process of their own; started by the demo.</summary>
    Client,

    /// <summary>The options, explained.</summary>
    Help,
}

/// <summary>The command line, checked.</summary>
internal sealed record Options
{
    public Mode Mode { get; init; } = Mode.Demo;

    /// <summary>How many connections the clients open.</summary>
    public int Connections { get; init; } = 1000;

    /// <summary>How many percent of the connections fall silent.</summary>
    public double SilentPercent { get; init; } = 10;

    /// <summary>How long the demo runs once all connections are open.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From an answer to the next ping; null: <see cref="KeepAliveSettings"/> chooses.</summary>
    public TimeSpan? Ping { get; init; }

    /// <summary>From a ping to the drop; null: <see cref="KeepAliveSettings"/> chooses.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The payload of a ping, in bytes.</summary>
    public int PingSize { get; init; } = 12;

    /// <summary>Whether any traffic counts as a reply to a ping, and not only its pong.</summary>
    public bool RestartOnAnyTraffic { get; init; } = true;

    /// <summary>The HOCON file; null: the program's own file.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Where the server alone listens.</summary>
    public Uri? Listen { get; init; }

    /// <summary>Where the clients connect to.</summary>
    public Uri? Server { get; init; }

    /// <summary>The time within which clients fall silent, at random moments.</summary>
    public TimeSpan SilentWithin { get; init; }

    /// <summary>How many clients fall silent.</summary>
    public int SilentConnections => (int)Math.Round(Connections * SilentPercent / 100, MidpointRounding.AwayFromZero);
}

/// <summary>The exit codes.</summary>
internal static class ExitCode
{
    /// <summary>All checks of the summary hold.</summary>
    public const int Success = 0;

    /// <summary>A check does not hold, or the run failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>Ctrl+C came before the end, and all checks held until then.</summary>
    public const int Interrupted = 130;
}

/// <summary>The command line or the configuration is wrong. The message is one line for the user.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The demo failed. The message is one line for the user.</summary>
internal sealed class DemoException(string message) : Exception(message);
