using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Loops.Running;

/// <summary>Work of <see cref="EventLoop.RunAsync{T}(Func{Task{T}})"/> that is on its way to the loop.</summary>
/// <param name="work">What the user gave; reports name it.</param>
internal abstract class RunAsyncWork(Delegate work)
{
    /// <summary>What the user gave.</summary>
    public Delegate Work => work;

    /// <summary>Starts the work; called on the loop.</summary>
    public abstract void Start();

    /// <summary>The task that the user's work returned.</summary>
    public static TTask Started<TTask>(TTask? task)
        where TTask : Task =>
        task ?? throw new InvalidOperationException("The work given to RunAsync returned null instead of a task.");
}

/// <summary>Work with a result.</summary>
/// <param name="loop">Where it runs.</param>
/// <param name="work">What the user gave.</param>
/// <param name="body">The work as a function that returns a task and never throws.</param>
internal sealed class RunAsyncWork<T>(EventLoop loop, Delegate work, Func<Task<T>> body) : RunAsyncWork(work)
{
    // An await of this task does not resume on the loop: the loop is not the awaiting code's.
    private readonly ExternalTaskSource<T> _done = new(loop);

    private CancellationTokenRegistration _registration;

    // 0, then 1 by exchange: the loop that starts the work and the thread that cancels the token race for it.
    private int _decided;

    public Task<T> Task => _done.Task;

    /// <summary>Lets <paramref name="token"/> keep it from starting; called before it is queued.</summary>
    public void CancelWith(CancellationToken token) => _registration = token.UnsafeRegister(
        static (run, token) => ((RunAsyncWork<T>)run!).Cancel(token), this);

    public override void Start()
    {
        if (Interlocked.Exchange(ref _decided, 1) != 0)
            return;
        _registration.Unregister();
        // Copies the exception of a cancelled task, too: it has a message.
        _ = body().ContinueWith(
            static (task, done) => ((ExternalTaskSource<T>)done!).SetFromTask(task),
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
internal sealed class RunAsyncInvoker : CallInvoker
{
    public static readonly RunAsyncInvoker Instance = new();

    public override void Invoke(object callback, object? state) => ((RunAsyncWork)callback).Start();

    public override string Describe(object callback, object? state) => CallbackName.Of(((RunAsyncWork)callback).Work);
}
