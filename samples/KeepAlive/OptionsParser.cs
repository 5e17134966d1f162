using System.Globalization;
using Samples;

namespace KeepAlive;

/// <summary>Reads the command line strictly, and refuses unknown arguments.</summary>
internal static class OptionsParser
{
    /// <summary>One address has not enough ports for more connections.</summary>
    public const int MaxConnections = 60_000;

    public const string Help =
        """
        KeepAlive: a WebSocket server that pings its connections and drops those that fall silent.

        Usage: KeepAlive [options], each as --name value or --name=value

          --connections N    connections that the client process opens (1 to 60000; default 1000)
          --silent PERCENT   how many of them fall silent at random moments (0 to 100; default 10)
          --seconds S        how long to run once all are open (default 20)
          --ping S           seconds from an answer to the next ping
                             (default 4, in runs under 20 s a fifth of --seconds)
          --timeout S        seconds a client has to answer
                             (default 2, in runs under 12 s a sixth of --seconds; at most --ping)
          --ping-size BYTES  the payload of a ping frame (12 to 125; default 12)
          --restart-on-any-traffic yes|no
                             whether any traffic of a client counts as the answer to a ping (default yes);
                             with no, only the pong with the ping's payload counts
          --config FILE      HOCON with the loops, the batched timer `keepalive` and the log level
                             (default hocon/keepalive.conf next to the program)
          --listen URL       run the server alone until Ctrl+C, for other WebSocket clients,
                             e.g. --listen http://127.0.0.1:8080 and a browser
          --help             this text

        Seconds may have a fraction. A random moment is early enough for the drop to be seen in the run.
        Exit code: 0 if every silent client was dropped in time, no living client was dropped, and nothing
        was left pending; 1 if not; 2 for a wrong command line or configuration; 130 after Ctrl+C.
        """;

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
                if (!seen.Add(name))
                    throw new UsageException($"{name} is given twice");
                options = Apply(options, name, value);
            }
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }

        if (options.Mode == Mode.Listen && seen.Overlaps(["--connections", "--silent", "--seconds"]))
        {
            throw new UsageException(
                "--listen runs the server alone: --connections, --silent and --seconds do not go with it");
        }

        return options;
    }

    private static Options Apply(Options options, string name, string? value) => name switch
    {
        "--connections" => options with { Connections = Whole(name, value, 1, MaxConnections) },
        "--silent" => options with { SilentPercent = Number(name, value, "a percentage from 0 to 100", 0, 100) },
        "--seconds" => options with { Duration = Seconds(name, value) },
        "--ping" => options with { Ping = Seconds(name, value) },
        "--timeout" => options with { Timeout = Seconds(name, value) },
        "--ping-size" => options with { PingSize = Whole(name, value, 12, 125) },
        "--restart-on-any-traffic" => options with { RestartOnAnyTraffic = YesNo(name, value) },
        "--config" => options with { ConfigFile = Required(name, value, "the path of a HOCON file") },
        "--listen" => options with { Mode = Mode.Listen, Listen = Address(name, value, "http", "ws") },

        // The client process; the demo starts it.
        "--client" => options with { Mode = Mode.Client, Server = Address(name, value, "ws") },
        "--silent-within" => options with { SilentWithin = Seconds(name, value) },
        _ => throw new UsageException($"unknown option {name}; see --help"),
    };

    private static int Whole(string name, string? value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Bad(name, value, $"a whole number from {least} to {most}");

    private static TimeSpan Seconds(string name, string? value) =>
        TimeSpan.FromSeconds(Number(name, value, "seconds from 0.001 to 86400", 0.001, 86_400));

    private static double Number(string name, string? value, string allowed, double least, double most) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Bad(name, value, allowed);

    private static bool YesNo(string name, string? value) => value switch
    {
        "yes" => true,
        "no" => false,
        _ => throw Bad(name, value, "yes or no"),
    };

    private static Uri Address(string name, string? value, params ReadOnlySpan<string> schemes) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme)
            && uri.PathAndQuery == "/" && (uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
                || uri.IsLoopback)
            ? uri
            : throw Bad(name, value, "an address such as http://127.0.0.1:8080");

    private static string Required(string name, string? value, string allowed) =>
        string.IsNullOrWhiteSpace(value) ? throw Bad(name, value, allowed) : value;

    private static UsageException Bad(string name, string? value, string allowed) => new(
        value is null ? $"{name} needs a value: {allowed}" : $"{name} {value}: must be {allowed}");
}
