namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The calls of one bucket that resets have moved to other buckets. The key is the user's handle of the call; the value
/// is the handle of the call in its current bucket. The bucket keeps the table alive, and each user's handle keeps the
/// bucket alive.
/// </summary>
/// <param name="gate">
/// Guards the moves of all calls of a timer. Any thread resets calls. A thread that cancels a moved call takes this
/// lock, too, so that the thread never looks for the call while the call is in no bucket. Taken before the gates of
/// buckets and of the timer.
/// </param>
internal sealed class MovedCalls(object gate)
{
    private const int Few = 64;

    private readonly Dictionary<DelayedCall, DelayedCall> _calls = [];

    // The entry of a call that has run stays in the table. Put removes such entries whenever the table has become twice
    // as large as after the last removal.
    private int _prunesAt = Few;

    public bool IsActive(in DelayedCall handle)
    {
        lock (gate)
            return _calls.TryGetValue(handle, out var now) && now.IsActive;
    }

    public bool Cancel(in DelayedCall handle)
    {
        lock (gate)
            return _calls.Remove(handle, out var now) && now.Cancel();
    }

    /// <summary>
    /// Returns the handle of the call in its current bucket: the given handle when the call was not moved. The caller
    /// holds the gate.
    /// </summary>
    public DelayedCall Find(in DelayedCall handle) => _calls.GetValueOrDefault(handle, handle);

    /// <summary>Stores the handle of the call in its new bucket. The caller holds the gate.</summary>
    public void Put(in DelayedCall handle, in DelayedCall now)
    {
        if (_calls.Count >= _prunesAt)
        {
            foreach (var (old, at) in _calls)
            {
                if (!at.IsActive)
                    _calls.Remove(old);
            }

            _prunesAt = Math.Max(Few, 2 * _calls.Count);
        }

        _calls[handle] = now;
    }
}
