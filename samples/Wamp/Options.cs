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
          --listen URL      run the router alone until Ctrl+C, for clients of other makes, such as
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
        try
        {
            return CommandLine.Options(args).Aggregate(
                new Options(), static (options, given) => options.Apply(given.Name, given.Value));
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
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
            throw new UsageException($"--config {ConfigFile ?? "router.conf"}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private Options Apply(string name, string? value) => name switch
    {
        _ when CommandLine.IsHelp(name) => this with { IsHelp = true },
        "--calls" or "--subscribers" or "--config" or "--listen" when value is null =>
            throw new UsageException($"{name} needs a value"),
        "--calls" => this with { Calls = Whole(name, value, 10, 1_000_000) },
        "--subscribers" => this with { Subscribers = Whole(name, value, 1, 1_000) },
        "--config" => this with { ConfigFile = value },
        "--listen" => this with { Listen = Address(name, value) },
        _ => throw new UsageException($"unknown option {name}; see --help"),
    };

    private static int Whole(string name, string? value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
                ? number
                : throw new UsageException($"{name} {value}: must be a whole number from {least} to {most}");

    private static Uri Address(string name, string? value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "ws" && uri.IsLoopback
            ? uri
            : throw new UsageException($"{name} {value}: must be an address of this machine, as http://127.0.0.1:8080");
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
