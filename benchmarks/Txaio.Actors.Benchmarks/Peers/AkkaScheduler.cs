using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>
/// Akka's wheel with its default settings, whose calls tell an actor. The wheel is not the actor system's: disposing
/// the wheel drops all its calls.
/// </summary>
internal sealed class AkkaScheduler : TimerSubject
{
    private readonly HashedWheelTimerScheduler _scheduler;
    private readonly IActorRef _actor;
    private readonly Counter _counter = new();
    private ICancelable[] _cancels = [];

    public AkkaScheduler(BenchSystem system)
        : base("Akka's scheduler")
    {
        _scheduler = new HashedWheelTimerScheduler(system.System.Settings.Config, system.System.Log);
        _actor = system.StartOnLoopKind(() => new CountingActor(_counter));
    }

    public override long Fired => _counter.Count;

    public override void MakeRoom(int count) => _cancels = Memory.Room<ICancelable>(count);

    protected override void ScheduleChunk(ReadOnlySpan<TimeSpan> delays, int first)
    {
        var cancels = _cancels.AsSpan(first, delays.Length);
        for (var i = 0; i < delays.Length; i++)
            cancels[i] = _scheduler.ScheduleTellOnceCancelable(delays[i], _actor, Due.Instance, ActorRefs.NoSender);
    }

    protected override void CancelChunk(ReadOnlySpan<int> order)
    {
        foreach (var index in order)
            _cancels[index].Cancel();
    }

    /// <summary>Runs an action in the actor that the scheduler tells.</summary>
    public void Post(Action callback) => _actor.Tell(callback, ActorRefs.NoSender);

    public override void Dispose()
    {
        _scheduler.Dispose();
        ((IInternalActorRef)_actor).Stop();
    }

    private sealed class Due
    {
        public static readonly Due Instance = new();
    }

    private sealed class CountingActor(Counter counter) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is Action posted)
                posted();
            else
                counter.Hit();
        }
    }
}
