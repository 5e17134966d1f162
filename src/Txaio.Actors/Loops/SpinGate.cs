namespace Txaio.Actors;

/// <summary>
/// A lock for a few instructions, on the paths of timeouts and Asks: one exchange to enter and a plain write to leave,
/// where System.Threading.Lock costs several times that. Not reentrant; nobody waits in it, and nothing of a user's
/// runs in it.
/// </summary>
internal sealed class SpinGate
{
    // 1 while somebody is in.
    private int _held;

    /// <summary>Waits until nobody is in. Dispose what it answers to go out.</summary>
    public Scope Enter()
    {
        if (Interlocked.CompareExchange(ref _held, 1, 0) != 0)
            Wait();
        return new Scope(this);
    }

    private void Wait()
    {
        var spin = default(SpinWait);
        do
        {
            spin.SpinOnce();
        }
        while (Volatile.Read(ref _held) != 0 || Interlocked.CompareExchange(ref _held, 1, 0) != 0);
    }

    /// <summary>Being in.</summary>
    public readonly ref struct Scope(SpinGate gate)
    {
        public void Dispose() => Volatile.Write(ref gate._held, 0);
    }
}
