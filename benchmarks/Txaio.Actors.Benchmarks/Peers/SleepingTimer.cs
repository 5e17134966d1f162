using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>
/// The sleeping scheduler, telling an actor. An instance of its own: disposing it drops all its calls.
/// </summary>
internal sealed class SleepingTimer : TimerSubject
{
    private readonly SleepingScheduler _scheduler;
    private readonly bool _isAkkas;
    private readonly IActorRef _actor;
    private readonly Counter _counter = new();
    private ICancelable[] _cancels = [];

    /// <param name="system">The actor system.</param>
    /// <param name="cancelableOfAkka">Whether calls are made by Akka's extension method, as on any scheduler.</param>
    public SleepingTimer(BenchSystem system, bool cancelableOfAkka = false)
        : base(cancelableOfAkka ? "the sleeping scheduler, with Akka's Cancelable" : "the sleeping scheduler")
    {
        _isAkkas = cancelableOfAkka;
        _scheduler = new SleepingScheduler(system.System.Settings.Config, system.System.Log);
        _actor = system.StartOnLoopKind(() => new CountingActor(_counter));
    }

    public override long Fired => _counter.Count;

    public override void MakeRoom(int count) => _cancels = Memory.Room<ICancelable>(count);

    protected override void ScheduleChunk(ReadOnlySpan<TimeSpan> delays, int first)
    {
        var cancels = _cancels.AsSpan(first, delays.Length);
        if (_isAkkas)
        {
            IScheduler scheduler = _scheduler;
            for (var i = 0; i < delays.Length; i++)
                cancels[i] = scheduler.ScheduleTellOnceCancelable(delays[i], _actor, Due.Instance, ActorRefs.NoSender);
            return;
        }

        for (var i = 0; i < delays.Length; i++)
            cancels[i] = _scheduler.ScheduleTellOnceCancelable(delays[i], _actor, Due.Instance, ActorRefs.NoSender);
    }

    protected override void CancelChunk(ReadOnlySpan<int> order)
    {
        foreach (var index in order)
            _cancels[index].Cancel();
    }

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
        protected override void OnReceive(object message) => counter.Hit();
    }
}
