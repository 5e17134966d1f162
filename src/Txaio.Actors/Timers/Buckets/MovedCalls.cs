namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The calls of one bucket that a reset has put into other buckets: by the handle that the user has, the call's handle
/// in its bucket of now. It lives as long as its bucket or a handle of that bucket does.
/// </summary>
/// <param name="gate">
/// Guards the moves of all calls of a timer. Any thread resets; threads that cancel a moved call wait here, so that they
/// never look for a call between two buckets. Taken before the gates of buckets and of the timer.
/// </param>
internal sealed class MovedCalls(Lock gate)
{
    private const int Few = 64;

    private readonly Dictionary<DelayedCall, DelayedCall> _calls = [];

    // A call that has run leaves its entry behind. The table drops those whenever it would be twice as large.
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

    /// <summary>Returns the call's handle in its bucket of now. The caller holds the gate.</summary>
    public DelayedCall Find(in DelayedCall handle) => _calls.GetValueOrDefault(handle, handle);

    /// <summary>Notes where the call is now. The caller holds the gate.</summary>
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
