namespace Txaio.Actors.Loops.Closing;

/// <summary>
/// Whether a loop is open, closing or closed. Any thread reads it and moves it forward. The supervisor reopens closing
/// loops once, for actors under <c>/system</c>.
/// </summary>
/// <remarks>
/// A closing loop refuses new work, and still runs the library's own entries. The entries of a closed loop run on the
/// thread pool.
/// </remarks>
internal struct LoopState
{
    private const int Open = 0;
    private const int Closing = 1;
    private const int Closed = 2;

    private int _state;

    /// <summary>Whether the loop takes new work.</summary>
    public bool IsOpen => Volatile.Read(ref _state) == Open;

    /// <summary>Whether no callback runs on the loop any more.</summary>
    public bool IsClosed => Volatile.Read(ref _state) == Closed;

    public void StartClosing() => MoveTo(Closing);

    public void Close() => MoveTo(Closed);

    /// <summary>Lets a closing loop take new work again. Does nothing to an open or closed loop.</summary>
    public void Reopen() => Interlocked.CompareExchange(ref _state, Open, Closing);

    private void MoveTo(int state)
    {
        var seen = Volatile.Read(ref _state);
        while (seen < state)
        {
            var before = Interlocked.CompareExchange(ref _state, state, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
