using System.Collections.Concurrent;

namespace Txaio.Actors.Schedules.Tests.Linearizability;

/// <summary>What each operation of a sequence has returned, by the operation's number.</summary>
internal sealed class Results
{
    private readonly ConcurrentDictionary<int, object> _results = new();

    public object this[int operation]
    {
        set => _results[operation] = value;
    }

    public bool Equal(Results other) =>
        _results.Count == other._results.Count
        && _results.All(result => other._results.TryGetValue(result.Key, out var its) && its.Equals(result.Value));

    public override string ToString() => string.Join(", ", _results.OrderBy(static one => one.Key).Select(
        static one => $"{one.Key}: {one.Value}"));
}
