using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Guarding;

/// <summary>
/// Reports refused and unreadable messages of other nodes: one line a second for each address. The first report is
/// logged at once; further reports of the second are summed up in one line at its end.
/// </summary>
/// <param name="system">The actor system.</param>
/// <param name="makeEvent">Makes the log event from a text.</param>
/// <param name="counted">The events that the sum counts.</param>
internal sealed class WireReports(
    ActorSystem system, Func<object, LogEvent> makeEvent, string counted = "messages were refused")
{
    // A node can connect under any number of addresses: further addresses share one line.
    private const int Addresses = 16;
    private const int Kinds = 4;
    private const string Others = "other addresses";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Guards the table and its sums: readers of all connections report, the scheduler's thread sums up.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Sum> _sums = new(StringComparer.Ordinal);

    /// <summary>Reports one message. Any thread.</summary>
    /// <param name="address">The address of the node; short.</param>
    /// <param name="kind">The kind of message, for the sum; short.</param>
    /// <param name="text">The line for a first report; bounded.</param>
    public void Report(string address, string kind, string text)
    {
        lock (_gate)
        {
            if (!_sums.ContainsKey(address) && _sums.Count >= Addresses)
                address = Others;
            if (_sums.TryGetValue(address, out var sum))
            {
                sum.Add(kind);
                return;
            }

            _sums[address] = new Sum();
        }

        Publish($"{text} (from {address})");
        SumUpLater(address);
    }

    private void SumUpLater(string address)
    {
        try
        {
            system.Scheduler.Advanced.ScheduleOnce(Interval, () => SumUp(address));
        }
        catch (SchedulerException)
        {
            // The actor system ends, and with it the reports.
        }
    }

    private void SumUp(string address)
    {
        Sum sum;
        lock (_gate)
        {
            sum = _sums[address];
            if (sum.Count == 0)
            {
                _sums.Remove(address);
                return;
            }

            _sums[address] = new Sum();
        }

        Publish($"{sum.Of(counted)} (from {address})");
        SumUpLater(address);
    }

    private void Publish(string text) => system.EventStream.Publish(makeEvent(LogText.Of(text)));

    /// <summary>The reports since the last line.</summary>
    private sealed class Sum
    {
        private readonly Dictionary<string, int> _kinds = new(StringComparer.Ordinal);

        public int Count { get; private set; }

        public void Add(string kind)
        {
            Count++;
            if (_kinds.TryGetValue(kind, out var count) || _kinds.Count < Kinds)
                _kinds[kind] = count + 1;
        }

        private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

        public string Of(string counted)
        {
            var named = string.Join(", ", _kinds.Select(static kind => $"{Text(kind.Value)} of {kind.Key}"));
            var rest = Count - _kinds.Values.Sum();
            var others = rest == 0 ? "" : $", {Text(rest)} others";
            return $"{Text(Count)} more {counted} within a second: {named}{others}";
        }
    }
}
