using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Txaio.Actors.Benchmarks;

/// <summary>The options of <c>compare</c>.</summary>
internal sealed record CompareOptions
{
    public const string Usage =
        "compare [--only P5[,P6]] [--quick] [--seconds N] [--json FILE] [--markdown FILE] [--plots DIR]";

    /// <summary>The cases to run; all when empty.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>Shorter measurements, with bars 1.5 times as wide.</summary>
    public bool IsQuick { get; private init; }

    /// <summary>How long each side of P15 runs; null for the default.</summary>
    public int? Seconds { get; private init; }

    public string? Json { get; private init; }

    public string? Markdown { get; private init; }

    public string? Plots { get; private init; }

    /// <summary>The factor by which bars are wider than in a full run.</summary>
    public double Margin => IsQuick ? 1.5 : 1;

    /// <summary>Reads the arguments after <c>compare</c>.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="cases">The names of all cases.</param>
    /// <param name="options">The options.</param>
    /// <param name="error">One line that names the mistake; null when there is none.</param>
    public static bool TryParse(
        IReadOnlyList<string> args,
        IReadOnlyCollection<string> cases,
        [NotNullWhen(true)] out CompareOptions? options,
        [NotNullWhen(false)] out string? error)
    {
        options = new CompareOptions();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--quick")
            {
                options = options with { IsQuick = true };
                continue;
            }

            if (args[i] is not ("--only" or "--seconds" or "--json" or "--markdown" or "--plots"))
                return Fails(out options, out error, $"Unknown option '{args[i]}'. Usage: {Usage}");
            if (i + 1 == args.Count || args[i + 1].StartsWith("--", StringComparison.Ordinal))
                return Fails(out options, out error, $"{args[i]} needs a value. Usage: {Usage}");
            if (!TrySet(ref options, args[i], args[++i], cases, out error))
                return Fails(out options, out error, error);
        }

        error = null;
        return true;
    }

    private static bool TrySet(
        ref CompareOptions options,
        string name,
        string value,
        IReadOnlyCollection<string> cases,
        [NotNullWhen(false)] out string? error)
    {
        error = null;
        switch (name)
        {
            case "--only":
                string[] only = [.. value.Split(',').Select(static id => id.Trim())];
                if (only.Except(cases, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
                    error = $"--only: there is no case '{unknown}'; there are {string.Join(", ", cases)}.";
                options = options with
                {
                    Only = [.. cases.Where(id => only.Contains(id, StringComparer.OrdinalIgnoreCase))],
                };
                break;
            case "--seconds":
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    || seconds is < 1 or > 3600)
                {
                    error = $"--seconds: '{value}' is not a whole number from 1 to 3600.";
                }

                options = options with { Seconds = seconds };
                break;
            case "--json":
                options = options with { Json = value };
                break;
            case "--markdown":
                options = options with { Markdown = value };
                break;
            default:
                options = options with { Plots = value };
                break;
        }

        return error is null;
    }

    private static bool Fails(
        [NotNullWhen(true)] out CompareOptions? options, [NotNullWhen(false)] out string? error, string why)
    {
        options = null;
        error = why;
        return false;
    }
}
