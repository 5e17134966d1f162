using System.Text.RegularExpressions;
using Txaio.Actors.AttackNode.Victims;

namespace Txaio.Actors.Attack.Tests.Matrix;

/// <summary>
/// The lines of a victim: those of Akka about addresses that another node has invented, which no code of the library
/// can bound, those of a start, and all others. An attack may cause lines of the kinds that the library bounds, and no other warnings.
/// </summary>
internal sealed partial class VictimLines
{
    // Category and beginning of the text. SECURITY.md says that Akka writes both for each invented address.
    private static readonly (string Category, string Text)[] OfInventedAddresses =
    [
        ("remoting", "Tried to associate with unreachable remote address"),
        ("Akka.Remote.ReliableDeliverySupervisor", "Removing receive buffers for"),
    ];

    // Category and a part of the text. The last is Akka's, about a busy machine.
    private static readonly (string Category, string Part)[] Bounded =
    [
        ("Txaio.Actors.Guarding.Refusals", " refused"),
        ("Txaio.Actors.Serialization.TxaioMessageSerializer", "(from akka.tcp://"),
        ("Txaio.Actors.Nodes.RemoteBounds", "(from akka.tcp://"),
        ("Txaio.Actors.EventLoop", "(from akka.tcp://"),
        ("Txaio.Actors.Cluster.Serialization.DurableTimerSerializer", "are no message of Txaio.Actors.Cluster"),
        ("Txaio.Actors.Cluster.Stripes.StripeActor", "refused a batch"),
        ("Txaio.Actors.Cluster.Stripes.StripeActor", "could not deliver a call"),
        ("Cluster", "heartbeat"),
    ];

    private readonly List<JsonLines.Entry> _logged;

    /// <param name="victim">The victim.</param>
    public VictimLines(AttackProcess victim)
    {
        _logged = [.. victim.Logged];
        Others =
        [
            .. _logged.Where(static entry => !IsOfInventedAddress(entry) && !IsOfStart(entry)).Select(TextOf),
            .. victim.Written.Where(static line => !OfInventedAddresses.Any(known =>
                line.Contains(known.Text, StringComparison.Ordinal))),
        ];
        Faults =
        [
            .. _logged.Where(static entry => entry.Level is not "Information" && !IsOfInventedAddress(entry))
                .Where(static entry => !Bounded.Any(known => entry.Category == known.Category
                    && entry.Text.Contains(known.Part, StringComparison.Ordinal)))
                .Select(TextOf),
            // Stack traces.
            .. victim.Written.Where(static line => !Time().IsMatch(line)),
        ];
    }

    /// <summary>How many events Akka has logged about invented addresses.</summary>
    public int OfInventedAddress => _logged.Count(IsOfInventedAddress);

    /// <summary>All other lines, in the host's log and of <c>StartLogging</c>.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>Warnings, errors and stack traces that no bound of the library holds for.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>
    /// How many messages of other nodes a category of the log counts: a line stands for itself, or has the number of
    /// further messages.
    /// </summary>
    /// <param name="victim">The victim.</param>
    /// <param name="category">The end of the category.</param>
    public static int CountOf(AttackProcess victim, string category) => victim.Logged
        .Where(entry => entry.Category.EndsWith(category, StringComparison.Ordinal))
        .Sum(static entry => More().Match(entry.Text) is { Success: true } more
            ? int.Parse(more.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
            : 1);

    /// <summary>The kinds of lines with their numbers, for the message of an assertion.</summary>
    public override string ToString() => string.Join('\n', Others
        .GroupBy(static line => Digits().Replace(line, "#"), StringComparer.Ordinal)
        .OrderByDescending(static kind => kind.Count())
        .Take(40)
        .Select(static kind => $"{kind.Count()} x {kind.First()}"));

    private static string TextOf(JsonLines.Entry entry) => $"{entry.Level} {entry.Category}: {entry.Text}";

    private static bool IsOfInventedAddress(JsonLines.Entry entry) => OfInventedAddresses.Any(known =>
        entry.Category == known.Category && entry.Text.StartsWith(known.Text, StringComparison.Ordinal));

    // The host, the transport and the cluster say what they do when they start.
    private static bool IsOfStart(JsonLines.Entry entry) => entry.Level is "Information"
        && (entry.Category is "Microsoft.Hosting.Lifetime" or "remoting" or "Cluster"
            || entry.Category.StartsWith("Akka.Cluster.", StringComparison.Ordinal));

    [GeneratedRegex("[0-9a-f]*[0-9][0-9a-f]*")]
    private static partial Regex Digits();

    [GeneratedRegex("^([0-9]+) more messages")]
    private static partial Regex More();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T")]
    private static partial Regex Time();
}
