using System.Diagnostics;
using KeepAlive.Client;
using KeepAlive.Server;
using Txaio.Actors;

namespace KeepAlive.Demo;

/// <summary>The rules by which a run is judged.</summary>
/// <param name="Connections">How many connections were to be opened.</param>
/// <param name="Silent">How many of the connections were to fall silent.</param>
/// <param name="Timeout">The requested timeout.</param>
/// <param name="Bucket">The length of the timer's buckets.</param>
/// <param name="Rounding">How the timer rounds due times to buckets.</param>
/// <param name="Interrupted">When the run was broken off, as <c>Stopwatch.GetTimestamp()</c> has it, or null.</param>
internal sealed record Rules(
    int Connections, int Silent, TimeSpan Timeout, TimeSpan Bucket, BucketRounding Rounding, long? Interrupted)
{
    /// <summary>A timer that rounds up is never early; a timer that rounds down is up to one bucket early.</summary>
    public TimeSpan Earliest => Rounding == BucketRounding.Up ? Timeout : Timeout - Bucket;

    public TimeSpan Latest => Timeout + KeepAliveSettings.Lateness(Bucket);
}

/// <summary>One condition that has to hold.</summary>
/// <param name="Text">The finding.</param>
/// <param name="Faults">The cases in which the check does not hold.</param>
internal sealed record Check(string Text, IReadOnlyList<string> Faults)
{
    public bool Holds => Faults.Count == 0;
}

/// <summary>
/// Compares the reports of the client process and of the server, connection by connection. Neither process knows the
/// report of the other.
/// </summary>
internal sealed class Verdict
{
    private readonly Rules _rules;
    private readonly Dictionary<string, ConnectionEnded> _server;
    private readonly IReadOnlyList<ClientConnectionReport> _client;

    private Verdict(
        Rules rules,
        IReadOnlyList<ClientConnectionReport> client,
        IReadOnlyList<ConnectionEnded> server,
        Snapshot last,
        long surplus)
    {
        _rules = rules;
        _client = client;
        _server = server.DistinctBy(static ended => ended.Name).ToDictionary(static ended => ended.Name);
        Checks = [Opened(server, last), SilentDropped(), LivingKept(), NothingLeft(last, surplus)];
    }

    public IReadOnlyList<Check> Checks { get; }

    public bool Holds => Checks.All(static check => check.Holds);

    /// <summary>Judges a run.</summary>
    /// <param name="rules">The rules of the verdict.</param>
    /// <param name="client">The report of the client process.</param>
    /// <param name="server">The server's record of every connection that has ended.</param>
    /// <param name="last">The server's numbers after the end of the clients.</param>
    /// <param name="surplus">The greatest number of calls at the timer beyond the number of connections.</param>
    public static Verdict Of(
        Rules rules,
        IReadOnlyList<ClientConnectionReport> client,
        IReadOnlyList<ConnectionEnded> server,
        Snapshot last,
        long surplus) =>
        new(rules, client, server, last, surplus);

    private Check Opened(IReadOnlyList<ConnectionEnded> server, Snapshot last)
    {
        var faults = new List<string>();
        if (_client.Count != _rules.Connections)
            faults.Add($"the clients opened {_client.Count}");
        if (last.Opened != _rules.Connections)
            faults.Add($"the server saw {last.Opened}");
        if (server.Count != _rules.Connections || _server.Count != _rules.Connections)
            faults.Add($"the server has records of {server.Count}, with {_server.Count} names");
        faults.AddRange(_client
            .Where(connection => !_server.ContainsKey(connection.Name))
            .Select(static connection => $"{connection.Name} is not known to the server"));
        return new Check(
            $"{_client.Count} of {_rules.Connections} connections opened, known to both sides by name", faults);
    }

    private Check SilentDropped()
    {
        var silent = _client.Where(static connection => connection.SilentFrom is not null).ToList();
        var tooLate = silent.RemoveAll(IsCutShort);
        var faults = new List<string>();
        if (silent.Count + tooLate != _rules.Silent)
            faults.Add($"{silent.Count + tooLate} fell silent instead of {_rules.Silent}");
        var times = new List<TimeSpan>();
        foreach (var connection in silent)
        {
            if (Fault(connection, out var took) is { } fault)
                faults.Add($"{connection.Name} {fault}");
            else
                times.Add(took);
        }

        var text = $"{times.Count} of {silent.Count} silent clients dropped in time";
        if (times.Count > 0)
            text += $": {Seconds(times.Min())} to {Seconds(times.Max())} s after the first ping they left unanswered";
        text += $" (allowed: {Seconds(_rules.Earliest)} to {Seconds(_rules.Latest)} s)";
        if (tooLate > 0)
            text += $"; {tooLate} more could not be noticed before the interruption";
        return new Check(text, faults);
    }

    // The first ping that a silent client leaves unanswered shows its silence. The time runs from the sending of that
    // ping, by the server's clock, to the moment at which the client sees the connection break, by the client's clock.
    private string? Fault(ClientConnectionReport client, out TimeSpan took)
    {
        took = default;
        if (client.UnansweredPing is not { } ping)
            return "was never pinged after it fell silent";
        if (!_server.TryGetValue(client.Name, out var server) || server.End != ConnectionEnd.Dropped)
            return $"left ping {ping} unanswered and was not dropped ({NameOf(server)})";
        if (client.End != ClientEnd.Dropped)
            return $"was dropped and did not notice the drop ({client.End})";
        if (server.LastPing != ping)
            return $"was dropped for ping {server.LastPing}, but the first ping it left unanswered was {ping}";
        took = Stopwatch.GetElapsedTime(server.PingedAt, client.EndedAt);
        return took < _rules.Earliest || took > _rules.Latest
            ? $"was dropped {Seconds(took)} s after ping {ping}"
            : null;
    }

    // After Ctrl+C there is no verdict on connections whose time had not run out.
    private bool IsCutShort(ClientConnectionReport client) =>
        _rules.Interrupted is { } end
        && client.End != ClientEnd.Dropped
        && (client.UnansweredPing is null
            || !_server.TryGetValue(client.Name, out var server)
            || Stopwatch.GetElapsedTime(server.PingedAt, end) < _rules.Latest);

    private Check LivingKept()
    {
        var living = _client.Where(static connection => connection.SilentFrom is null).ToList();
        var faults = new List<string>();
        foreach (var connection in living)
        {
            var server = _server.GetValueOrDefault(connection.Name);
            if (connection.End != ClientEnd.ClosedByUs || server?.End != ConnectionEnd.ClosedByPeer)
                faults.Add($"{connection.Name} ended: {connection.End}, for the server: {NameOf(server)}");
            else if (connection.Answered == 0 && _rules.Interrupted is null)
                faults.Add($"{connection.Name} was never pinged");
            else if (server.Pongs != connection.Answered)
                faults.Add($"{connection.Name} answered {connection.Answered} pings, the server saw {server.Pongs}");
        }

        var kept = living.Count(static connection => connection.End == ClientEnd.ClosedByUs);
        var text = $"{kept} of {living.Count} living clients kept";
        if (living.Count > 0)
        {
            var answered = living.Select(static client => client.Answered).Order().ToList();
            text += $"; each answered {answered[0]} to {answered[^1]} pings";
        }

        return new Check(text, faults);
    }

    private static Check NothingLeft(Snapshot last, long surplus)
    {
        (long Count, string What)[] left =
        [
            (last.Open, "connections"),
            (last.PendingCalls, "calls at the timer"),
            (last.AwaitedPongs, "awaited pongs"),
            (last.Loop.Pending, "callbacks of the loop"),
        ];
        var faults = left
            .Where(static item => item.Count != 0)
            .Select(static item => $"{item.Count} {item.What} are left")
            .ToList();
        if (surplus > 0)
            faults.Add($"while it ran, the timer had up to {surplus} calls more than there were connections");
        return new Check(
            $"pending in the end: {string.Join(", ", left.Select(static item => $"{item.Count} {item.What}"))}; "
            + $"at no time more than {(surplus > 0 ? $"{surplus} calls beyond one" : "one call")} for each connection",
            faults);
    }

    private static string NameOf(ConnectionEnded? ended) => ended?.End.ToString() ?? "unknown";

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.00}";
}
