namespace Txaio.Actors;

/// <summary>Work of <see cref="EventLoop.RunAsync{T}"/> that is on its way to the loop.</summary>
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
/// <param name="work">What the user gave.</param>
/// <param name="body">The same, as something that answers a value and does not throw, only fails its task.</param>
internal sealed class LoopRun<T>(Delegate work, Func<Task<T>> body) : LoopRun(work)
{
    // Whoever waits goes on elsewhere: the loop is not theirs.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _done.Task;

    // The whole end is copied: the exception of a cancelled task has a message, too.
    public override void Start() => _ = body().ContinueWith(
        static (task, done) => ((TaskCompletionSource<T>)done!).TrySetFromTask(task),
        _done,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
        TaskScheduler.Default);
}

/// <summary>Starts work; in reports it has the name of the user's.</summary>
internal sealed class LoopRunInvoker : CallInvoker
{
    public static readonly LoopRunInvoker Instance = new();

    public override void Invoke(object callback, object? state) => ((LoopRun)callback).Start();

    public override string Describe(object callback, object? state) => CallbackName.Of(((LoopRun)callback).Work);
}
