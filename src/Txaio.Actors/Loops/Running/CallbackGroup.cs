namespace Txaio.Actors.Loops.Running;

/// <summary>
/// The callbacks that a loop has run since the clock was last read, so that a report of a slow group can name them.
/// Only the loop's thread uses it.
/// </summary>
internal sealed class CallbackGroup
{
    /// <summary>How many callbacks a group has room for.</summary>
    public const int Size = 16;

    private readonly WorkItem[] _items = new WorkItem[Size];
    private int _count;

    /// <summary>
    /// The entry of the callback that runs now. The loop dequeues into it, because copying four references once more
    /// costs as much as a short callback.
    /// </summary>
    public ref WorkItem Current => ref _items[_count];

    /// <summary>Adds <see cref="Current"/>, which ran.</summary>
    /// <returns>How many callbacks the group has now.</returns>
    public int AddCurrent() => ++_count;

    /// <summary>Ends the group and begins the next one.</summary>
    /// <returns>How many callbacks the ended group had.</returns>
    public int End()
    {
        var count = _count;
        _count = 0;
        return count;
    }

    /// <summary>The names of the callbacks of a group that has just ended, each once.</summary>
    public IReadOnlyList<string> NamesOf(int count) =>
        [.. _items.Take(count).Select(static item => item.Describe()).Distinct()];

    /// <summary>Releases the callbacks.</summary>
    public void Clear() => Array.Clear(_items);
}
