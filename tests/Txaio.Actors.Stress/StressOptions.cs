using System.Globalization;

namespace Txaio.Actors.Stress;

/// <summary>The options of the command line.</summary>
/// <param name="Kinds">The kinds of stress to run.</param>
/// <param name="Time">The duration of each kind.</param>
/// <param name="Seed">The seed of the random numbers.</param>
/// <param name="Threads">The number of threads.</param>
internal sealed record StressOptions(IReadOnlyList<string> Kinds, TimeSpan Time, int Seed, int Threads)
{
    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">The message names the wrong option and the allowed values.</exception>
    public static StressOptions Read(string[] args, IReadOnlyCollection<string> known)
    {
        var kinds = new List<string>();
        var (seconds, seed, threads) = (60, Environment.TickCount & int.MaxValue, 4);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--seconds":
                    seconds = Number(args, ++i, 1, 86_400);
                    break;
                case "--seed":
                    seed = Number(args, ++i, 0, int.MaxValue);
                    break;
                case "--threads":
                    threads = Number(args, ++i, 2, 8);
                    break;
                case var kind when known.Contains(kind):
                    kinds.Add(kind);
                    break;
                default:
                    throw new FormatException(
                        $"'{args[i]}' is not known; kinds are {string.Join(", ", known)} (all of them by default), " +
                        "options --seconds N, --seed N and --threads N.");
            }
        }

        return new StressOptions(kinds.Count == 0 ? [.. known] : kinds, TimeSpan.FromSeconds(seconds), seed, threads);
    }

    private static int Number(string[] args, int index, int least, int most)
    {
        var value = index < args.Length ? args[index] : "nothing";
        return int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{args[index - 1]} takes a number from {least} to {most}, not {value}.");
    }
}
