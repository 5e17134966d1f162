using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Messages;
using Txaio.Actors.Serialization;
using Txaio.Actors.Tests.Futures;
using Txaio.Actors.Tests.Shared.BadInput;

namespace Txaio.Actors.Tests.BadInput;

/// <summary>
/// A system in virtual time, and the objects of the library in every state: working, closed, completed, of a loop that
/// has ended.
/// </summary>
internal sealed class LiveSystem : IDisposable
{
    private const string Settings =
        """
        akka { loglevel = WARNING, stdout-loglevel = OFF, loggers = [], log-dead-letters = off }
        txaio.testkit.pending-at-end = off
        txaio.timers.name { bucket = 1s }
        """;

    private readonly EventLoop _endedLoop;
    private readonly VirtualTime _endedTime;
    private readonly HashSet<object> _shared;
    private readonly EventRecorder<UnhandledFailure> _unhandled;
    private readonly EventRecorder<LogEvent> _events;
    private EventLoop _loop;
    private int _loops;

    public LiveSystem()
    {
        Time = VirtualTime.Create(Settings);
        System = (ExtendedActorSystem)Time.System;
        Tx = System.Txaio();
        _unhandled = new EventRecorder<UnhandledFailure>(System);
        _events = new EventRecorder<LogEvent>(System);
        _endedLoop = Tx.NewLoop("ended");
        EndedTx = Tx.WithConfig(_endedLoop);
        EndedTimer = EndedTx.MakeBatchedTimer(TimeSpan.FromSeconds(1));
        EndedFuture = EndedTx.CreateFuture<int>();
        _ = _endedLoop.DisposeAsync();
        _loop = Tx.NewLoop("live");
        _endedTime = VirtualTime.Create(Settings, "ended");
        _ = _endedTime.System.Txaio();
        _endedTime.Dispose();
        Time.RunUntilIdle();
        _shared = new(ReferenceEqualityComparer.Instance) { Tx, Tx.Loop, EndedTx, _endedLoop, EndedTimer };
        AddValues();
    }

    public VirtualTime Time { get; }

    public ExtendedActorSystem System { get; }

    public ITxaio Tx { get; }

    public ITxaio EndedTx { get; }

    public IBatchedTimer EndedTimer { get; }

    public Future<int> EndedFuture { get; }

    public Candidates Candidates { get; } = new();

    /// <summary>The errors that were reported since the last call.</summary>
    public IEnumerable<Exception?> Reported() =>
    [
        .. _unhandled.Drain().Select(static it => it.Cause),
        .. _events.Drain().OfType<Akka.Event.Error>().Select(static it => it.Cause),
    ];

    /// <summary>Ends what a call has started, after all of it that is due has run.</summary>
    public void After(object? target, object? result, Action<Exception?> report)
    {
        if (result is IFuture future && future is not ForeignFuture)
            future.AddCallbacks(null, failure => report(failure.Value));
        if (result is Task task)
        {
            _ = task.ContinueWith(
                ended => report(ended.Exception), default, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        Time.RunUntilIdle();
        (target as SleepingScheduler)?.Dispose();
        if (result is not null && _shared.Contains(result))
            return;
        (result as IDelayedCall)?.Cancel();
        (result as ICancelable)?.Cancel();
        (result as IFuture)?.Cancel();
        if (result is EventLoop or IBatchedTimer or RepeatedCall)
            (result as IDisposable)?.Dispose();
        if (result is EventLoop loop && loop != _loop)
            _ = loop.DisposeAsync();
        foreach (var error in Reported())
            report(error);
    }

    /// <summary>Checks that the system still works.</summary>
    public void AssertWorks()
    {
        var ran = new List<string>();
        Tx.Loop.CallSoon(() => ran.Add("soon"));
        Tx.CallLater(TimeSpan.FromMilliseconds(1), () => ran.Add("later"));
        var timer = Tx.MakeBatchedTimer(TimeSpan.FromMilliseconds(1));
        timer.CallLater(TimeSpan.FromMilliseconds(1), () => ran.Add("batched"));
        var future = Tx.CreateFuture<int>();
        Tx.AddCallbacks(Tx.Gather(future, Tx.CreateFutureSuccess(1)), _ => ran.Add("gathered"));
        future.Ref.Tell(new Resolve(1));
        Time.Advance(TimeSpan.FromMilliseconds(3));
        timer.Dispose();
        Assert.Equal(["batched", "gathered", "later", "soon"], ran.Order());
    }

    public void Dispose()
    {
        Time.Dispose();
    }

    private EventLoop Loop()
    {
        try
        {
            _loop.CallSoon(static () => { });
        }
        catch (LoopTerminatedException)
        {
            _loop = Tx.NewLoop($"live{++_loops}");
        }

        return _loop;
    }

    private IBatchedTimer ClosedTimer()
    {
        var timer = Tx.MakeBatchedTimer(TimeSpan.FromSeconds(1));
        timer.Dispose();
        return timer;
    }

    private DelayedCall CallOfClosedTimer()
    {
        using var timer = Tx.MakeBatchedTimer(TimeSpan.FromSeconds(1));
        return timer.CallLater(TimeSpan.FromSeconds(1), static () => { });
    }

    private Future<T> Failed<T>()
    {
        var future = Tx.CreateFutureError<T>(new HostileException());
        future.AddCallbacks(null, static _ => { });
        return future;
    }

    private Future<T> Cancelled<T>()
    {
        var future = Tx.CreateFuture<T>();
        future.AddCallbacks(null, static _ => { });
        future.Cancel();
        return future;
    }

    private void AddFutures<T>(T value)
    {
        Func<object?>[] makers =
            [() => Tx.CreateFuture<T>(), () => Tx.CreateFutureSuccess(value), Failed<T>, Cancelled<T>];
        if (typeof(T) == typeof(int))
            makers = [.. makers, () => EndedFuture];
        Candidates.AddMakers<Future<T>>([.. makers, static () => null]);
        AddOf<Future<T>, FutureAwaiter<T>>(makers, static future => future.GetAwaiter());
        AddOf<Future<T>, ConfiguredFuture<T>>(makers, static future => future.ConfigureAwait(false));
        AddOf<Future<T>, ConfiguredFuture<T>.Awaiter>(makers, static future => future.ConfigureAwait(false).GetAwaiter());
        Candidates.AddMakers<Outcome<T>>(
            () => OutcomeOf(Tx.CreateFutureSuccess(value)), () => OutcomeOf(Failed<T>()), static () => default(Outcome<T>));
    }

    // A value of each future, and the default value, which no future made.
    private void AddOf<TFuture, T>(Func<object?>[] futures, Func<TFuture, T> of)
        where T : struct =>
        Candidates.AddMakers<T>(
            [.. futures.Select(make => (Func<object?>)(() => of((TFuture)make()!))), static () => default(T)]);

    private object? OutcomeOf<T>(Future<T> future)
    {
        Outcome<T> outcome = default;
        future.AddBoth(it => outcome = it);
        Time.RunUntilIdle();
        return outcome;
    }

    private void AddValues()
    {
        AddFutures<int>(1);
        AddFutures<object>("value");
        AddFutures<object?>("value");
        AddFutures(Akka.Done.Instance);
        Func<object?>[] futures = [.. Candidates.Of(typeof(Future<int>)).SkipLast(1)];
        Candidates.AddMakers<Future>([.. futures, static () => null]);
        Candidates.AddMakers<IFuture>([.. futures, static () => new ForeignFuture(), static () => null]);
        AddOf<IFuture, FutureAwaiter>(futures, static future => future.GetAwaiter());
        AddOf<IFuture, ConfiguredFuture>(futures, static future => future.ConfigureAwait(false));
        Candidates.AddMakers<ITxaio>(() => Tx, () => Tx.WithConfig(Loop()), () => EndedTx, static () => null);
        Candidates.AddMakers<EventLoop>(Loop, () => _endedLoop, static () => null);
        Candidates.AddMakers<IBatchedTimer>(
            () => Tx.MakeBatchedTimer(TimeSpan.FromSeconds(1)), ClosedTimer, () => EndedTimer,
            () => Tx.BatchedTimer("name"), static () => null);
        Func<object?>[] calls =
        [
            () => Tx.CallLater(TimeSpan.FromSeconds(1), static () => { }), () => CallOfClosedTimer(),
            static () => default(DelayedCall),
        ];
        Candidates.AddMakers<DelayedCall>(calls);
        Candidates.AddMakers<IDelayedCall>(calls);
        Candidates.AddMakers<RepeatedCall>(() => Tx.CallRepeatedly(TimeSpan.FromDays(1), static () => { }), static () => null);
        AddActors();
        AddLogging();
    }

    private void AddActors()
    {
        var props = Props.Create(static () => new ContextKeeper()).WithDispatcher(VirtualTime.DispatcherId);
        var (actor, stopped) = (System.ActorOf(props), System.ActorOf(props));
        actor.Tell(Tx);
        stopped.Tell(Tx);
        Time.RunUntilIdle();
        System.Stop(stopped);
        Time.RunUntilIdle();
        Candidates.Add<IActorRef?>(actor, stopped, ActorRefs.Nobody, System.DeadLetters, null);
        Candidates.Add<ICanTell?>(actor, stopped, ActorRefs.Nobody, new HostileTarget(), System.ActorSelection("/none"), null);
        Candidates.Add<IActorContext?>(ContextKeeper.Contexts[actor.Path], ContextKeeper.Contexts[stopped.Path], null);
        Candidates.Add<IWithTimers?>(ContextKeeper.Actors[actor.Path], ContextKeeper.Actors[stopped.Path], null);
        Candidates.AddMakers<ActorTimers>(
            () => ContextKeeper.Clocks[actor.Path], () => ContextKeeper.Clocks[stopped.Path], static () => null);
        Candidates.Add<CreateFuture?>(CreateFuture.Instance, null);
        Candidates.Add<ActorSystem?>(System, _endedTime.System, null);
        Candidates.Add<ExtendedActorSystem?>(System, (ExtendedActorSystem)_endedTime.System, null);
        Candidates.AddMakers<TxaioExtension>(
            () => TxaioExtension.Get(System), () => TxaioExtension.Get(_endedTime.System), static () => null);
        Candidates.AddMakers<TxaioMessageSerializer>(() => new TxaioMessageSerializer(System), static () => null);
        Candidates.Add<Config?>(
            Config.Empty, ConfigurationFactory.ParseString("bucket = 1s"), ConfigurationFactory.ParseString("x = ${?y}"),
            new Config(), null);
        Candidates.AddMakers<SleepingScheduler>(
            () => new SleepingScheduler(SchedulerConfig, System.Log), static () => null);
        Candidates.Add<IDispatcherPrerequisites?>(System.Dispatchers.Prerequisites, null);
        Candidates.AddMakers<OneThreadDispatcher>(
            () => new OneThreadDispatcher(System.Dispatchers.DefaultDispatcherConfig, System.Dispatchers.Prerequisites),
            static () => null);
        Candidates.Add<ILoggingAdapter?>(System.Log, NoLogger.Instance, null);
        Candidates.Add<byte[]?>([], [0], [255, 255, 255, 255], null);
#pragma warning disable SYSLIB0050 // Json.NET calls GetObjectData of exceptions with this class.
        Candidates.AddMakers<SerializationInfo>(
            static () => new SerializationInfo(typeof(Exception), new FormatterConverter()), static () => null);
#pragma warning restore SYSLIB0050
        Candidates.Add<IDrivenScheduler?>((IDrivenScheduler)System.Scheduler, null);
        Candidates.Add<IScheduler?>(System.Scheduler, null);
        Candidates.Add<SynchronizationContext?>(Tx.Loop.SynchronizationContext, new SynchronizationContext(), null);
        Candidates.Add<IThreadPoolWorkItem?>(new NoWork(), null);
    }

    private Config SchedulerConfig => System.Settings.Config.GetConfig("akka.scheduler");

    private void AddLogging()
    {
        Candidates.AddMakers<ITxaioLogger>(
            () => Tx.MakeLogger("test"), () => Tx.MakeLogger("test").WithContext("a", 1), static () => null);
        Candidates.AddMakers<Array>(
            static () => new[] { 1, 2 }, static () => Array.Empty<object>(), static () => new int[2, 2],
            static () => new object?[] { null, new HostileValue() }, static () => null);
        Candidates.Add<IApplicationFailure?>(new ApplicationFailureException("text", 1), null);
    }

    private sealed class NoWork : IThreadPoolWorkItem
    {
        public void Execute()
        {
        }
    }
}
