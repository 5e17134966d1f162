using System.Collections.Concurrent;
using Akka.Actor;

namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Work of all kinds on a loop that ends meanwhile. No call stays pending: what was accepted is done or rejected, and
/// delayed calls are dropped, as docs/loops.md says. For any thread.
/// </summary>
/// <param name="cycle">The cycle.</param>
internal sealed class EndingWork(Cycle cycle)
{
    private const Ends DoneOrRejected = Ends.Done | Ends.Rejected;

    // A timer that is made after the end of its loop fires once it is due, so its delay is short.
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(2);

    private static readonly (string Name, Ends Allowed, Action<EndingWork, Loaded, Call> Begin)[] Forms =
    [
        ("CallSoon", DoneOrRejected, static (_, on, call) => on.Loop.CallSoon(call.Done)),
        ("CallSoon that throws", Ends.Failed | Ends.Rejected,
            static (_, on, call) => on.Loop.CallSoon(() => throw new InjectedException(call))),
        ("Post", Ends.Done, static (_, on, call) => on.Loop.SynchronizationContext.Post(_ => call.Done(), null)),
        ("a task", Ends.Done, static (_, on, call) => call.Follow(Task.Factory.StartNew(
            static () => { }, CancellationToken.None, TaskCreationOptions.None, on.Loop.TaskScheduler))),
        ("RunAsync", DoneOrRejected, static (_, on, call) => call.Follow(on.Loop.RunAsync(static () => 1))),
        ("RunAsync that resumes", DoneOrRejected,
            static (_, on, call) => call.Follow(on.Loop.RunAsync(static async () => await Task.Yield()))),
        ("RunAsync that waits for a future", Ends.Rejected,
            static (_, on, call) => call.Follow(on.Loop.RunAsync(async () => await on.Txaio.CreateFuture<int>()))),
        ("a future whose path was read", Ends.Rejected, static (_, on, call) => FollowPath(on, call)),
        ("a task of a future", Ends.Rejected,
            static (_, on, call) => call.Follow(on.Txaio.CreateFuture<int>().AsTask())),
        ("a wait for a future", Ends.Rejected,
            static (_, on, call) => call.Follow(on.Txaio.CreateFuture<int>().WaitAsync(Hour))),
        ("a future with a timeout", Ends.Rejected,
            static (_, on, call) => call.Follow(on.Txaio.CreateFuture<int>().CancelAfter(Hour))),
        ("a task of a mapped future", Ends.Rejected,
            static (_, on, call) => call.Follow(on.Txaio.CreateFuture<int>().Select(static value => value).AsTask())),
        ("a future that is resolved", DoneOrRejected, static (_, on, call) => Resolve(on, call)),
        ("a task of a gathered future", Ends.Rejected, static (_, on, call) =>
            call.Follow(on.Txaio.Gather([on.Txaio.CreateFuture<int>(), on.Txaio.CreateFuture<int>()]).AsTask())),
        // The actor may stop with the question, which is then a dead letter.
        ("Ask", Ends.Rejected | Ends.Failed, static (_, on, call) =>
            call.Follow(on.Txaio.Ask<int>(on.Silent, "never", Timeout.InfiniteTimeSpan))),
        ("Sleep", Ends.Rejected, static (_, on, call) => call.Follow(on.Txaio.Sleep(Hour))),
        ("Task.Delay", Ends.Done, static (_, on, call) => call.Follow(Task.Delay(Short, on.Loop.TimeProvider))),
        ("a function that sleeps", Ends.Rejected,
            static (_, on, call) => call.Follow(on.Txaio.AsFuture(async () => await on.Txaio.Sleep(Hour)))),
        ("CallLater in an hour", Ends.Rejected, static (work, on, call) =>
            work.Drops(call, on.Txaio.CallLater(Hour, call.Done))),
        ("CallLater", DoneOrRejected, static (work, on, call) =>
            work.Drops(call, on.Txaio.CallLater(Soon, call.Done))),
        ("CallLater of a timer in an hour", Ends.Rejected, static (work, on, call) =>
            work.Drops(call, on.Timer.CallLater(Hour, call.Done))),
        ("CallLater of a timer", DoneOrRejected, static (work, on, call) =>
            work.Drops(call, on.Timer.CallLater(Soon, call.Done))),
    ];

    private readonly ConcurrentQueue<(Call Call, DelayedCall Handle)> _dropped = new();
    private readonly ConcurrentQueue<Call> _ended = new();

    /// <summary>Whether all calls have ended but those that are dropped without a word.</summary>
    public bool HasEnded => _ended.All(static call => call.IsOver);

    /// <summary>The names of the calls that have not ended.</summary>
    public string Pending => string.Join(
        ", ", _ended.Where(static call => !call.IsOver).Select(static call => call.What).Distinct());

    /// <summary>The loop that ends, and what is used with it.</summary>
    internal sealed record Loaded(ITxaio Txaio, IBatchedTimer Timer, IActorRef Silent)
    {
        public EventLoop Loop => Txaio.Loop;
    }

    /// <summary>Starts a call of a random form.</summary>
    public void Start(Loaded on, Random random)
    {
        var (name, allowed, begin) = Forms[random.Next(Forms.Length)];
        var call = cycle.Start($"{name}, its loop ends", allowed);
        try
        {
            begin(this, on, call);
            if (!name.StartsWith("CallLater", StringComparison.Ordinal))
                _ended.Enqueue(call);
        }
        catch (Exception e) when (e is LoopTerminatedException or ObjectDisposedException)
        {
            call.End(e);
        }
    }

    /// <summary>Counts the delayed calls that were dropped, when the loop and the timer have ended.</summary>
    public void CountDropped()
    {
        foreach (var (call, handle) in _dropped)
        {
            if (handle.IsActive || handle.Cancel())
                cycle.Fail($"{call.What}: its handle is still active");
            if (!call.IsOver)
                call.Rejected();
        }
    }

    private void Drops(Call call, DelayedCall handle) => _dropped.Enqueue((call, handle));

    // Callbacks alone do not count as a wait.
    private static void FollowPath(Loaded on, Call call)
    {
        var future = on.Txaio.CreateFuture<int>();
        call.Follow(future);
        _ = future.Ref.Path;
    }

    private static void Resolve(Loaded on, Call call)
    {
        var future = on.Txaio.CreateFuture<int>();
        call.Follow(future);
        ThreadPool.QueueUserWorkItem(_ => future.TryResolve(1));
    }
}
