using Akka;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>
/// An async function in a cancel scope. It awaits futures that other threads complete, and, if it is cancelled, at last
/// a future that no thread completes.
/// </summary>
internal sealed class ScopedFunction(ITxaio txaio, Action<Action> completeLater, int seed)
{
    private const int MostSteps = 6;
    private const int Kinds = 15;

    private readonly Random _random = new(seed);
    private readonly List<int> _steps = [];
    private int _begun;
    private int _ended;
    private int _cancellations;
    private int _isOver;
    private volatile Exception? _failure;

    /// <summary>Whether the function is cancelled from outside. Else it ends by itself.</summary>
    public bool IsCancelled { get; } = seed % 8 != 0;

    public bool IsRunning => Volatile.Read(ref _isOver) == 0 || Volatile.Read(ref _begun) != Volatile.Read(ref _ended);

    public int Begun => _begun;

    /// <summary>The difference between the function's end and the right one; null if there is none.</summary>
    public string? Mistake =>
        _failure is { } failure ? $"failed with {failure}"
        : _isOver != 1 ? $"ended {_isOver} times"
        : _begun != _ended ? $"{_begun} awaits began and {_ended} ended"
        : _cancellations != (IsCancelled ? 1 : 0) ? $"got {_cancellations} cancellations"
        : null;

    public Future<Done> Start() => txaio.AsFuture(RunToEnd);

    public override string ToString() =>
        $"function {seed}, cancelled {IsCancelled}, steps {string.Join(" ", _steps.ToArray())}, last await " +
        $"{(_begun == _ended ? "ended" : "pending")}";

    private async Task RunToEnd()
    {
        try
        {
            for (var left = _random.Next(MostSteps); left > 0; left--)
                await Step();
            if (IsCancelled)
                await Counted(Never());
        }
        catch (OperationCanceledException e) when (e.Message == "stop")
        {
            await CleanUp();
        }
        catch (Exception e)
        {
            _failure = e;
        }

        Interlocked.Increment(ref _isOver);
    }

    // Each function is cancelled once, so this await gets its value.
    private async Task CleanUp()
    {
        Interlocked.Increment(ref _cancellations);
        try
        {
            await Step();
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }

    private Task Step()
    {
        var kind = _random.Next(Kinds);
        _steps.Add(kind);
        return kind switch
        {
            0 => Counted(async () => await Own()),
            1 => Counted(async () => await Outside()),
            2 => Counted(async () => await Work()),
            3 => Counted(async () => await Outside().ConfigureAwait(false)),
            4 => Counted(() => Own().AsTask()),
            5 => Counted(() => Outside().WaitAsync(CancellationToken.None)),
            6 => Counted(async () => await (IFuture)Own()),
            7 => Counted(async () => await ((IFuture)Outside()).ConfigureAwait(false)),
            8 => Counted(async () => await txaio.Sleep(TimeSpan.FromMilliseconds(_random.Next(2)))),
            9 => Counted(async () => await txaio.AsFuture(() => Counted(async () => await Outside()))),
            10 => Counted(() => txaio.Loop.RunAsync(() => Counted(async () => await Outside()))),
            11 => Counted(async () => await Work().Select(static value => value)),
            12 => Task.WhenAll(Counted(async () => await Own()), Counted(async () => await Outside())),
            13 => Counted(async () => await txaio.Gather(Work(), Own())),
            _ => LateAwait(),
        };
    }

    // Work that begins before an await that no cancel reaches, and is awaited after it.
    private async Task LateAwait()
    {
        var work = Work();
        var plain = new TaskCompletionSource();
        completeLater(plain.SetResult);
        await Counted(() => plain.Task);
        await Counted(async () => await work);
    }

    private Func<Task> Never() => _random.Next(3) switch
    {
        0 => async () => await txaio.CreateFuture<int>(),
        1 => async () => await txaio.CreateFuture<int>(static _ => { }).AsTask(),
        _ => async () => await txaio.AsFuture(async () => await txaio.CreateFuture<int>()),
    };

    private Future<int> Own() => Completed(txaio.CreateFuture<int>());

    private Future<int> Work() => Completed(txaio.CreateFuture<int>(static _ => { }));

    // Made without the context of the function, as by other code.
    private Future<int> Outside()
    {
        using (ExecutionContext.SuppressFlow())
            return Completed(Task.Run(() => txaio.CreateFuture<int>()).Result);
    }

    private Future<int> Completed(Future<int> future)
    {
        completeLater(() => future.TryResolve(1));
        return future;
    }

    private async Task Counted(Func<Task> wait)
    {
        Interlocked.Increment(ref _begun);
        try
        {
            await wait();
        }
        finally
        {
            Interlocked.Increment(ref _ended);
        }
    }
}
