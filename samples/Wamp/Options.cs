using System.Globalization;
using Akka.Configuration;
using Samples;

namespace Wamp;

/// <summary>The options of the command line.</summary>
internal sealed record Options
{
    public const string Help =
        """
        Wamp: a WAMP 2 router on Txaio.Actors, and a demo that calls, publishes and fails through it.

        Usage: Wamp [options], each as --name value or --name=value

          --calls N         calls that ten callers make together (10 to 1000000; default 10000)
          --subscribers N   subscribers of one topic (1 to 1000; default 100)
          --config FILE     HOCON with the realms (default router.conf next to the program)
          --listen URL      run the router alone until Ctrl+C, for other WAMP clients, such as
                            --listen http://127.0.0.1:8080
          --help            this text

        Exit code: 0 if all holds; 1 if not; 2 for a wrong command line or configuration; 130 after Ctrl+C.
        """;

    public bool IsHelp { get; init; }

    public int Calls { get; init; } = 10_000;

    public int Subscribers { get; init; } = 100;

    public Uri? Listen { get; init; }

    public string? ConfigFile { get; init; }

    /// <exception cref="UsageException">An option is unknown, or its value is not allowed.</exception>
    public static Options Parse(IReadOnlyList<string> args)
    {
        var options = new Options();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, value) in CommandLine.Options(args))
            {
                if (!seen.Add(name))
                    throw new UsageException($"{name} {value}: the option is given twice");
                options = options.With(name, value);
            }
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }

        return options.Listen is null || !seen.Overlaps(["--calls", "--subscribers"])
            ? options
            : throw new UsageException("--listen runs the router alone: --calls and --subscribers are for the demo");
    }

    /// <exception cref="UsageException">The file cannot be read, or is not valid HOCON.</exception>
    public Config ReadConfig()
    {
        try
        {
            return ConfigurationFactory.ParseString(
                File.ReadAllText(ConfigFile ?? Path.Combine(AppContext.BaseDirectory, "router.conf")));
        }
        catch (Exception e)
        {
            // Akka's parser throws exceptions of many types.
            var problem = e is IOException or UnauthorizedAccessException ? "cannot be read" : "is not HOCON";
            throw new UsageException(
                $"--config {ConfigFile ?? "router.conf"}: {problem}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private Options With(string name, string? value) => name switch
    {
        _ when CommandLine.IsHelp(name) => this with { IsHelp = true },
        "--calls" => this with { Calls = Whole(name, value, 10, 1_000_000) },
        "--subscribers" => this with { Subscribers = Whole(name, value, 1, 1_000) },
        "--config" => this with { ConfigFile = Allowed(name, value, "a file of HOCON", value?.Length > 0) },
        "--listen" => this with { Listen = Address(name, value) },
        _ => throw new UsageException($"unknown option {name}; see --help"),
    };

    private static int Whole(string name, string? value, int least, int most)
    {
        var isWhole = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        Allowed(name, value, $"a whole number from {least} to {most}", isWhole && number >= least && number <= most);
        return number;
    }

    private static Uri Address(string name, string? value)
    {
        var isAddress = Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "ws"
            && uri.IsLoopback && uri.UserInfo.Length == 0 && uri.PathAndQuery == "/" && uri.Fragment.Length == 0;
        Allowed(name, value, "an address of this machine without a path, such as http://127.0.0.1:8080", isAddress);
        return uri!;
    }

    private static string Allowed(string name, string? value, string allowed, bool holds) => value switch
    {
        null => throw new UsageException($"{name} needs a value: {allowed}"),
        _ when !holds => throw new UsageException($"{name} {value}: must be {allowed}"),
        _ => value,
    };
}

/// <summary>The exit codes.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int BadUsage = 2;
    public const int Interrupted = 130;
}

/// <summary>The command line or the configuration is wrong. The message is one line for standard error.</summary>
internal sealed class UsageException(string message) : Exception(message);
