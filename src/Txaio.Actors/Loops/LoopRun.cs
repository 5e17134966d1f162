namespace Txaio.Actors;

/// <summary>Work of <see cref="EventLoop.RunAsync{T}(Func{Task{T}})"/> that is on its way to the loop.</summary>
/// <param name="work">What the user gave; reports name it.</param>
internal abstract class LoopRun(Delegate work)
{
    /// <summary>What the user gave.</summary>
    public Delegate Work => work;

    /// <summary>Starts the work; called on the loop.</summary>
    public abstract void Start();

    /// <summary>The task that the user's work answered.</summary>
    public static TTask Started<TTask>(TTask? task)
        where TTask : Task =>
        task ?? throw new InvalidOperationException("The work given to RunAsync returned null instead of a task.");
}

/// <summary>Work with a result.</summary>
/// <param name="loop">Where it runs.</param>
/// <param name="work">What the user gave.</param>
/// <param name="body">The same, as something that answers a value and does not throw, only fails its task.</param>
internal sealed class LoopRun<T>(EventLoop loop, Delegate work, Func<Task<T>> body) : LoopRun(work)
{
    // Whoever waits goes on elsewhere: the loop is not theirs.
    private readonly OffLoopSource<T> _done = new(loop);

    private CancellationTokenRegistration _registration;

    // 1 when the loop has come to it, or its token was cancelled before: by whichever was first.
    private int _decided;

    public Task<T> Task => _done.Task;

    /// <summary>Lets <paramref name="token"/> keep it from starting; called before it is queued.</summary>
    public void CancelWith(CancellationToken token) => _registration = token.UnsafeRegister(
        static (run, token) => ((LoopRun<T>)run!).Cancel(token), this);

    public override void Start()
    {
        if (Interlocked.Exchange(ref _decided, 1) != 0)
            return;
        _registration.Unregister();
        // The whole end is copied: the exception of a cancelled task has a message, too.
        _ = body().ContinueWith(
            static (task, done) => ((OffLoopSource<T>)done!).SetFromTask(task),
            _done,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
            TaskScheduler.Default);
    }

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.Exchange(ref _decided, 1) == 0)
            _done.SetCanceled(token);
    }
}

/// <summary>Starts work; in reports it has the name of the user's.</summary>
internal sealed class LoopRunInvoker : CallInvoker
{
    public static readonly LoopRunInvoker Instance = new();

    public override void Invoke(object callback, object? state) => ((LoopRun)callback).Start();

    public override string Describe(object callback, object? state) => CallbackName.Of(((LoopRun)callback).Work);
}
