namespace Txaio.Actors;

/// <summary>The batched timers of a loop, none of which is kept for being here.</summary>
internal sealed class WeakTimers
{
    private const int Few = 16;

    // Guards what follows. Any thread makes timers and collects.
    private readonly Lock _gate = new();
    private readonly List<WeakReference<IMeasuredTimer>> _timers = [];
    private int _full = Few;

    /// <summary>How many places are taken, by timers that are gone as well.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _timers.Count;
        }
    }

    public void Add(IMeasuredTimer timer)
    {
        lock (_gate)
        {
            if (_timers.Count >= _full)
            {
                DropGone();
                _full = Math.Max(Few, 2 * _timers.Count);
            }

            _timers.Add(new WeakReference<IMeasuredTimer>(timer));
        }
    }

    /// <summary>Those that are still there and have not ended.</summary>
    public List<IMeasuredTimer> Live()
    {
        var live = new List<IMeasuredTimer>();
        lock (_gate)
        {
            DropGone();
            foreach (var weak in _timers)
            {
                if (weak.TryGetTarget(out var timer))
                    live.Add(timer);
            }
        }

        return live;
    }

    private void DropGone() => _timers.RemoveAll(static weak => !weak.TryGetTarget(out var timer) || timer.HasEnded);
}
