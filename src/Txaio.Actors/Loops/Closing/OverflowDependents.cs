using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Closing;

/// <summary>
/// The dependents of a loop that found no cell: an array with a list of free slots, 12 bytes a dependent. Once the
/// array has grown, nothing is allocated, and adding and removing take constant time.
/// </summary>
internal sealed class OverflowDependents
{
    private const int NoSlot = LoopDependents.NoSlot;

    // Guards everything below. Any thread adds and removes; the loop's actor closes.
    private readonly SpinGate _gate = new();
    private ILoopDependent?[] _dependents = [];
    private int[] _nextFree = [];
    private int _firstFree = NoSlot;
    private int _used;
    private bool _closed;

    /// <summary>How many dependents it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a dependent.</summary>
    /// <returns>Its slot, or <see cref="LoopDependents.NoSlot"/> once this is closed.</returns>
    public int Add(ILoopDependent dependent)
    {
        using (_gate.Enter())
        {
            if (_closed)
                return NoSlot;
            var slot = _firstFree;
            if (slot != NoSlot)
            {
                _firstFree = _nextFree[slot];
            }
            else
            {
                slot = _used++;
                if (slot == _dependents.Length)
                    Grow();
            }

            _dependents[slot] = dependent;
            Count++;
            return slot;
        }
    }

    /// <summary>Removes the dependent in <paramref name="slot"/>.</summary>
    public void Remove(int slot)
    {
        using (_gate.Enter())
        {
            if (_closed)
                return;
            _dependents[slot] = null;
            Count--;
            if (Count == 0)
            {
                // Give the memory back.
                _firstFree = NoSlot;
                _used = 0;
                if (_dependents.Length > 1024)
                    (_dependents, _nextFree) = ([], []);
                return;
            }

            _nextFree[slot] = _firstFree;
            _firstFree = slot;
        }
    }

    /// <summary>Refuses every later dependent, and returns those that it holds.</summary>
    public IReadOnlyList<ILoopDependent> Close()
    {
        using (_gate.Enter())
        {
            if (_closed)
                return [];
            _closed = true;
            var added = Array.FindAll(_dependents, static dependent => dependent is not null);
            _dependents = [];
            Count = 0;
            return added!;
        }
    }

    private void Grow()
    {
        var length = Math.Max(16, _dependents.Length * 2);
        Array.Resize(ref _dependents, length);
        Array.Resize(ref _nextFree, length);
    }
}
