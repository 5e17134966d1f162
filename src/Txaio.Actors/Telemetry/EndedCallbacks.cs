namespace Txaio.Actors.Telemetry;

/// <summary>
/// Counts the callbacks of ended loops, by the names of system and loop. A counter must not decrease when a loop ends
/// and another loop has, or later gets, the same name.
/// </summary>
/// <remarks>
/// Not thread-safe. A program may make systems of ever new names, so at the limit the oldest is dropped.
/// </remarks>
/// <param name="limit">Names that are kept.</param>
internal sealed class EndedCallbacks(int limit)
{
    private readonly Dictionary<(string System, string Loop), LinkedListNode<Total>> _totals = [];
    private readonly LinkedList<Total> _byAge = [];

    /// <summary>Names that are kept now.</summary>
    public int Count => _totals.Count;

    /// <summary>The total under the names; zero if none is kept.</summary>
    public long Of(string system, string loop) =>
        _totals.TryGetValue((system, loop), out var total) ? total.Value.Callbacks : 0;

    /// <summary>Adds a loop that has ended. Its names become the newest.</summary>
    public void Add(string system, string loop, long callbacks)
    {
        var names = (system, loop);
        if (_totals.Remove(names, out var before))
            _byAge.Remove(before);
        _totals[names] = _byAge.AddLast(new Total(names, callbacks + (before?.Value.Callbacks ?? 0)));
        if (_totals.Count <= limit)
            return;
        _totals.Remove(_byAge.First!.Value.Names);
        _byAge.RemoveFirst();
    }

    private readonly record struct Total((string System, string Loop) Names, long Callbacks);
}
