namespace Txaio.Actors;

/// <summary>
/// What is to be told when the loop closes. An array with a list of free places: 12 bytes a waiter, nothing
/// allocated once it has grown, and joining and leaving take constant time.
/// </summary>
internal sealed class LoopWaiters
{
    /// <summary>The slot of what has not joined.</summary>
    public const int NoSlot = -1;

    // Guards everything below. Any thread joins and leaves; the loop's actor closes.
    private readonly SpinGate _gate = new();
    private ILoopWaiter?[] _waiters = new ILoopWaiter?[16];
    private int[] _nextFree = new int[16];
    private int _firstFree = NoSlot;
    private int _used;
    private bool _closed;

    /// <summary>How many have joined and not left.</summary>
    public int Count { get; private set; }

    /// <summary>Lets <paramref name="waiter"/> know when the loop closes.</summary>
    /// <returns>False when it has closed already; the waiter is not told then.</returns>
    public bool Join(ILoopWaiter waiter)
    {
        using (_gate.Enter())
        {
            if (_closed)
                return false;
            var slot = _firstFree;
            if (slot != NoSlot)
            {
                _firstFree = _nextFree[slot];
            }
            else
            {
                slot = _used++;
                if (slot == _waiters.Length)
                {
                    Array.Resize(ref _waiters, slot * 2);
                    Array.Resize(ref _nextFree, slot * 2);
                }
            }

            _waiters[slot] = waiter;
            waiter.WaiterSlot = slot;
            Count++;
            return true;
        }
    }

    /// <summary>Forgets <paramref name="waiter"/>, if it has joined.</summary>
    public void Leave(ILoopWaiter waiter)
    {
        using (_gate.Enter())
        {
            var slot = waiter.WaiterSlot;
            if (slot == NoSlot)
                return;
            waiter.WaiterSlot = NoSlot;
            if (_closed)
                return;
            _waiters[slot] = null;
            Count--;
            if (Count == 0)
            {
                // A crowd has left: give its memory back.
                _firstFree = NoSlot;
                _used = 0;
                if (_waiters.Length > 1024)
                    (_waiters, _nextFree) = (new ILoopWaiter?[16], new int[16]);
                return;
            }

            _nextFree[slot] = _firstFree;
            _firstFree = slot;
        }
    }

    /// <summary>Takes nobody in from now on, and answers those who have joined.</summary>
    public IReadOnlyList<ILoopWaiter> Close()
    {
        using (_gate.Enter())
        {
            if (_closed)
                return [];
            _closed = true;
            var joined = Array.FindAll(_waiters, static waiter => waiter is not null);
            _waiters = [];
            return joined!;
        }
    }
}
