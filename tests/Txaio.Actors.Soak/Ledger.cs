using System.Collections.Concurrent;

namespace Txaio.Actors.Soak;

/// <summary>The calls that one kind of load started in one cycle, and their ends. For any thread.</summary>
/// <param name="fail">Takes the text of a failure, also after the ledger has been closed.</param>
internal sealed class Ledger(Action<string> fail)
{
    private const int Named = 5;

    private readonly ConcurrentQueue<Call> _calls = new();
    private long _started;
    private long _done;
    private long _cancelled;
    private long _failed;
    private long _rejected;

    /// <summary>The numbers of calls: started, and ended in each way.</summary>
    public Counts Counts => new(
        Interlocked.Read(ref _started),
        Interlocked.Read(ref _done),
        Interlocked.Read(ref _cancelled),
        Interlocked.Read(ref _failed),
        Interlocked.Read(ref _rejected));

    /// <summary>Starts a call.</summary>
    /// <param name="what">The name of the call in a failure.</param>
    /// <param name="allowed">The ends that the call may have.</param>
    /// <param name="failure">The type of its exception when the call fails; null for any.</param>
    public Call Start(string what, Ends allowed, Type? failure = null)
    {
        var call = new Call(this, what, allowed, failure);
        Interlocked.Increment(ref _started);
        _calls.Enqueue(call);
        return call;
    }

    /// <summary>Counts an end.</summary>
    public void Count(Ends end) => Interlocked.Increment(ref CountOf(end));

    /// <summary>Adds the calls of another process.</summary>
    public void Add(Counts counts)
    {
        Interlocked.Add(ref _started, counts.Started);
        Interlocked.Add(ref _done, counts.Done);
        Interlocked.Add(ref _cancelled, counts.Cancelled);
        Interlocked.Add(ref _failed, counts.Failed);
        Interlocked.Add(ref _rejected, counts.Rejected);
    }

    /// <summary>Reports a failure.</summary>
    public void Fail(string what) => fail(what);

    /// <summary>Waits until each call has ended. Fails when calls stay pending or the counts do not add up.</summary>
    /// <param name="bound">The longest wait.</param>
    public void Close(TimeSpan bound)
    {
        var haveEnded = Wait.Until(() => _calls.All(static call => call.IsOver), bound);
        if (!haveEnded)
            Fail($"still pending after {bound.TotalSeconds} s: {Pending()}");
        // A call is over just before its end is counted.
        if (!Wait.Until(() => Counts.AddUp, haveEnded ? bound : TimeSpan.Zero))
            Fail($"the ledger does not add up: {Counts}");
    }

    private ref long CountOf(Ends end)
    {
        switch (end)
        {
            case Ends.Done:
                return ref _done;
            case Ends.Cancelled:
                return ref _cancelled;
            case Ends.Failed:
                return ref _failed;
            default:
                return ref _rejected;
        }
    }

    private string Pending() => string.Join(", ", _calls
        .Where(static call => !call.IsOver)
        .GroupBy(static call => call.What)
        .OrderByDescending(static calls => calls.Count())
        .Take(Named)
        .Select(static calls => $"{calls.Count():N0} x {calls.Key}"));
}
