using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Closing;

/// <summary>
/// The waiters of a loop that found no cell. An array with a list of free places takes 12 bytes a waiter. Once it has
/// grown, nothing is allocated, and joining and leaving take constant time.
/// </summary>
internal sealed class LoopCrowd
{
    private const int NoPlace = LoopWaiters.NoSlot;

    // Guards everything below. Any thread joins and leaves; the loop's actor closes.
    private readonly SpinGate _gate = new();
    private ILoopWaiter?[] _waiters = [];
    private int[] _nextFree = [];
    private int _firstFree = NoPlace;
    private int _used;
    private bool _closed;

    /// <summary>How many waiters have joined and not left.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a waiter.</summary>
    /// <returns>Its place, or <see cref="LoopWaiters.NoSlot"/> once the crowd is closed.</returns>
    public int Join(ILoopWaiter waiter)
    {
        using (_gate.Enter())
        {
            if (_closed)
                return NoPlace;
            var place = _firstFree;
            if (place != NoPlace)
            {
                _firstFree = _nextFree[place];
            }
            else
            {
                place = _used++;
                if (place == _waiters.Length)
                    Grow();
            }

            _waiters[place] = waiter;
            Count++;
            return place;
        }
    }

    /// <summary>Removes the waiter at <paramref name="place"/>.</summary>
    public void Leave(int place)
    {
        using (_gate.Enter())
        {
            if (_closed)
                return;
            _waiters[place] = null;
            Count--;
            if (Count == 0)
            {
                // No waiter is left: give the memory back.
                _firstFree = NoPlace;
                _used = 0;
                if (_waiters.Length > 1024)
                    (_waiters, _nextFree) = ([], []);
                return;
            }

            _nextFree[place] = _firstFree;
            _firstFree = place;
        }
    }

    /// <summary>Refuses every later waiter, and returns those that have joined.</summary>
    public IReadOnlyList<ILoopWaiter> Close()
    {
        using (_gate.Enter())
        {
            if (_closed)
                return [];
            _closed = true;
            var joined = Array.FindAll(_waiters, static waiter => waiter is not null);
            _waiters = [];
            Count = 0;
            return joined!;
        }
    }

    private void Grow()
    {
        var length = Math.Max(16, _waiters.Length * 2);
        Array.Resize(ref _waiters, length);
        Array.Resize(ref _nextFree, length);
    }
}
