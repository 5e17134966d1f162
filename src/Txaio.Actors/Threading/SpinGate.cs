namespace Txaio.Actors.Threading;

/// <summary>
/// A lock for a few instructions, on the paths of timeouts and Asks: an exchange to enter and a plain write to leave.
/// System.Threading.Lock costs several times that. Not reentrant. A thread that holds it never blocks and runs no user
/// code.
/// </summary>
internal sealed class SpinGate
{
    // 1 while a thread holds the gate.
    private int _held;

    /// <summary>Spins until the gate is free and takes it. Disposing the returned scope frees it.</summary>
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

    /// <summary>The time a thread holds the gate.</summary>
    public readonly ref struct Scope(SpinGate gate)
    {
        public void Dispose() => Volatile.Write(ref gate._held, 0);
    }
}
