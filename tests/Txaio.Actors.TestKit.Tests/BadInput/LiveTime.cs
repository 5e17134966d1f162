using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Txaio.Actors.Tests.Shared.BadInput;

namespace Txaio.Actors.TestKit.Tests.BadInput;

/// <summary>
/// Virtual time in each state: of a system that works, made anew for each member, and of a system that has ended; and a
/// system without virtual time.
/// </summary>
internal sealed class LiveTime : IDisposable
{
    private const string Quiet = "akka { loglevel = OFF, stdout-loglevel = OFF, loggers = [], log-dead-letters = off }";

    private static readonly Config Settings = ConfigurationFactory.ParseString(
        $"{Quiet}\ntxaio.testkit.pending-at-end = off");

    private readonly VirtualTime _ended = VirtualTime.Create(Settings, "ended");
    private readonly ActorSystem _real = ActorSystem.Create("real", Quiet);
    private VirtualTime _time;

    public LiveTime()
    {
        _ended.Dispose();
        _time = VirtualTime.Create(Settings);
        AddTimes();
        AddDispatchers();
    }

    public Candidates Candidates { get; } = new();

    /// <summary>Ends what a call has started.</summary>
    public void After(object? result)
    {
        if (result is VirtualTime time && time != _time && time != _ended)
            time.Dispose();
        else if (result is IDisposable replaced and not VirtualTime)
            replaced.Dispose();
        if (_time.System.WhenTerminated.IsCompleted)
            _time = VirtualTime.Create(Settings);
        _time.OnPendingAtEnd = null;
    }

    /// <summary>Checks that the time still moves, and starts another one.</summary>
    public void AssertWorks()
    {
        var ran = 0;
        _time.Txaio.Loop.CallSoon(() => ran++);
        _time.System.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => ran++);
        _time.RunUntilIdle();
        Assert.Equal(2, ran);
        _time.Dispose();
        _time = VirtualTime.Create(Settings);
    }

    public void Dispose()
    {
        _time.Dispose();
        _real.Terminate().Wait();
    }

    private void AddTimes()
    {
        Candidates.AddMakers<VirtualTime>(() => _time, () => _ended, static () => null);
        Candidates.AddMakers<ActorSystem>(() => _time.System, () => _ended.System, () => _real, static () => null);
        Candidates.AddMakers<ITxaio>(() => _time.Txaio, () => _real.Txaio(), static () => null);
        Candidates.Add<Config?>(
            Config.Empty, ConfigurationFactory.ParseString("txaio.testkit.timeout = [1]"),
            ConfigurationFactory.ParseString("txaio.loops.default.dispatcher = ${?y}"), new Config(), null);
        Candidates.AddMakers<Task>(
            static () => Task.CompletedTask, static () => new TaskCompletionSource().Task,
            static () => Task.FromException(new HostileException()),
            static () => Task.FromCanceled(new CancellationToken(canceled: true)), static () => null);
        Candidates.AddMakers<VirtualScheduler>(
            () => new VirtualScheduler(Config.Empty, NoLogger.Instance), Closed, static () => null);
        Candidates.Add<ILoggingAdapter?>(NoLogger.Instance, null);
    }

    private static VirtualScheduler Closed()
    {
        var scheduler = new VirtualScheduler(Config.Empty, NoLogger.Instance);
        scheduler.Dispose();
        return scheduler;
    }

    private void AddDispatchers()
    {
        var dispatchers = _real.Dispatchers;
        Candidates.Add<IDispatcherPrerequisites?>(_ended.System.Dispatchers.Prerequisites, dispatchers.Prerequisites, null);
        Func<object?>[] driven = [Of(VirtualTime.DispatcherId), Of("akka.actor.default-dispatcher"), static () => null];
        Candidates.AddMakers<DrivenDispatcher>(driven);
        Candidates.AddMakers<VirtualDispatcher>(driven[0], driven[2]);
        Candidates.AddMakers<AwaitedDispatcher>(driven[1], driven[2]);
        Candidates.AddMakers<IActorRef>(Actor, static () => null);
        Candidates.AddMakers<ActorCell>(
            () => (ActorCell)((ActorRefWithCell)Actor()).Underlying, static () => null);
        Candidates.AddMakers<SystemMessage>(() => new Watch((IInternalActorRef)Actor(), (IInternalActorRef)Actor()), static () => null);
    }

    private Func<object?> Of(string dispatcher) => () => _time.System.Dispatchers.Lookup(dispatcher);

    private IActorRef Actor()
    {
        var actor = _time.System.ActorOf(Props.Create<Silent>().WithDispatcher(VirtualTime.DispatcherId));
        _time.RunUntilIdle();
        return actor;
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
