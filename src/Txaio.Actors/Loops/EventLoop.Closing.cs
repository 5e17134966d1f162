namespace Txaio.Actors;

/// <content>The end of a loop: what is queued runs, what somebody waits for fails, what is scheduled is dropped.</content>
public sealed partial class EventLoop
{
    private const int Open = 0;
    private const int Closing = 1;
    private const int Closed = 2;

    // Moves forward only. Closing: new work is refused, the library's own still runs on the loop. Closed: the
    // library's own runs on the thread pool.
    private volatile int _stage;
    private volatile bool _systemEnds;

    internal LoopWaiters Waiters { get; } = new();

    /// <summary>Whether the loop still takes new work.</summary>
    internal bool IsOpen => _stage == Open;

    /// <summary>Whether nothing runs on the loop any more.</summary>
    internal bool IsClosed => _stage == Closed;

    /// <summary>Refuses new work from now on, because the actor system ends. Any thread.</summary>
    internal void RefuseNewWork()
    {
        _systemEnds = true;
        if (_stage == Open)
            _stage = Closing;
    }

    /// <summary>Closes the loop. Called by its actor when it stops, on the loop's thread.</summary>
    internal void Close()
    {
        if (!_systemEnds)
            _failures.Warn(Name, $"Loop '{Name}' was stopped by a message while the actor system runs; it closes");
        _stage = Math.Max(_stage, Closing);
        RunAll();
        foreach (var timer in Timers.Close())
            timer.FireLast();
        FailWaiters();
        RunAll();
        Finish();
    }

    /// <summary>
    /// Gives up on a loop whose callback does not return: what somebody waits for fails now, and callbacks that
    /// are queued from now on run on the thread pool. Any thread.
    /// </summary>
    internal void Abandon()
    {
        _failures.Warn(
            Name,
            $"Loop '{Name}' did not close within txaio.shutdown-timeout: a callback still runs. Going on without it");
        _stage = Closed;
        FailWaiters();
    }

    private void FailWaiters()
    {
        foreach (var waiter in Waiters.Close())
            waiter.LoopEnded(new LoopTerminatedException(Name, $"Loop '{Name}' ended before this was done."));
    }

    private void RunAll()
    {
        int ran;
        do
        {
            ran = RunQueued(int.MaxValue);
            Interlocked.Add(ref _pending, -ran);
        }
        while (ran > 0);
    }

    private void Finish()
    {
        _stage = Closed;
        Interlocked.MemoryBarrier();
        // What came in between the last look and the line above.
        if (!_queue.IsEmpty)
            ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.RunOnPool(), this, preferLocal: false);
    }
}
