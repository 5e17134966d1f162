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

    /// <summary>How many percent of them fall silent.</summary>
    public double SilentPercent { get; init; } = 10;

    /// <summary>How long the demo runs once all connections are open.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>From an answer to the next ping; null: <see cref="KeepAliveSettings"/> chooses.</summary>
    public TimeSpan? Ping { get; init; }

    /// <summary>From a ping to the end of patience; null: <see cref="KeepAliveSettings"/> chooses.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The payload of a ping, in bytes.</summary>
    public int PingSize { get; init; } = 12;

    /// <summary>Whether any traffic counts as a reply to a ping, and not only its pong.</summary>
    public bool RestartOnAnyTraffic { get; init; } = true;

    /// <summary>The HOCON file; null: the one that comes with the program.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Where the server alone listens.</summary>
    public Uri? Listen { get; init; }

    /// <summary>Where the clients connect to.</summary>
    public Uri? Server { get; init; }

    /// <summary>Clients fall silent at random moments of this time.</summary>
    public TimeSpan SilentWithin { get; init; }

    /// <summary>How many clients fall silent.</summary>
    public int SilentConnections => (int)Math.Round(Connections * SilentPercent / 100, MidpointRounding.AwayFromZero);
}

/// <summary>The exit codes.</summary>
internal static class ExitCode
{
    /// <summary>Everything the summary checks holds.</summary>
    public const int Success = 0;

    /// <summary>Something does not hold, or could not be tried.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>Ctrl+C came before the end, and nothing was wrong until then.</summary>
    public const int Interrupted = 130;
}

/// <summary>The command line or the configuration is wrong. The message is one line for the person.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The demo could not be carried through. The message is one line for the person.</summary>
internal sealed class DemoException(string message) : Exception(message);
