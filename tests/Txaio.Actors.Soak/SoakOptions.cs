using System.Globalization;

namespace Txaio.Actors.Soak;

/// <summary>The options of the command line.</summary>
/// <param name="Kinds">The kinds of load to run, all at once.</param>
/// <param name="Time">How long cycles begin.</param>
/// <param name="Seed">The seed of the random numbers.</param>
internal sealed record SoakOptions(IReadOnlyList<string> Kinds, TimeSpan Time, int Seed)
{
    private const int Minute = 60;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">The message names the wrong option and the allowed values.</exception>
    public static SoakOptions Read(string[] args, IReadOnlyCollection<string> known)
    {
        IReadOnlyList<string> kinds = [.. known];
        var (seconds, seed) = (Minute, Environment.TickCount & int.MaxValue);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--minutes":
                    seconds = Minute * Number(args, ++i, 1, 1_440);
                    break;
                case "--seconds":
                    seconds = Number(args, ++i, 1, 86_400);
                    break;
                case "--seed":
                    seed = Number(args, ++i, 0, int.MaxValue);
                    break;
                case "--only":
                    kinds = Only(args, ++i, known);
                    break;
                default:
                    throw new FormatException(
                        $"'{args[i]}' is not known; the options are --minutes N, --seconds N, --seed N and " +
                        "--only KIND,KIND.");
            }
        }

        return new SoakOptions(kinds, TimeSpan.FromSeconds(seconds), seed);
    }

    private static string Value(string[] args, int index) => index < args.Length ? args[index] : "nothing";

    private static int Number(string[] args, int index, int least, int most) =>
        int.TryParse(Value(args, index), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw new FormatException(
                $"{args[index - 1]} takes a number from {least} to {most}, not {Value(args, index)}.");

    private static List<string> Only(string[] args, int index, IReadOnlyCollection<string> known)
    {
        var kinds = Value(args, index).Split(',').Distinct(StringComparer.Ordinal).ToList();
        return kinds.Find(kind => !known.Contains(kind)) is { } wrong
            ? throw new FormatException($"There is no kind '{wrong}'; --only takes {string.Join(", ", known)}.")
            : kinds;
    }
}
