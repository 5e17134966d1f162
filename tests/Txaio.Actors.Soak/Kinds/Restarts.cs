using Akka.Actor;
using Txaio.Actors.Soak.Systems;

namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// Actors that throw and are restarted while their timers and delayed messages are pending. A restart cancels the
/// timers of the old instance, and the new instance gets the delayed messages.
/// </summary>
internal static class Restarts
{
    private const int Actors = 10;
    private const int Messages = 20;
    private const int FailuresOfActor = 4;
    private const int LongestMs = 40;

    public static void Play(Cycle cycle) => cycle.OnThreads(Actors, (_, random, round) =>
    {
        var txaio = cycle.World.Loops[random.Next(cycle.World.Loops.Count)];
        var plan = new Plan(cycle, txaio, round % 2 == 0 ? cycle.World.Timer : null);
        var actor = cycle.World.System.ActorOf(Producer.Props(() => new Restarting(plan)));
        // The actor stops when all that is expected has come, so all is expected before the first message.
        plan.Expect(Messages);
        var restarts = Enumerable.Range(0, FailuresOfActor).Select(_ => plan.ExpectRestart()).ToList();
        for (var i = 0; i < Messages; i++)
            actor.Tell(new Schedule(TimeSpan.FromMilliseconds(random.Next(LongestMs)), random.Next(2) == 0));
        foreach (var restart in restarts)
            txaio.CallLater(TimeSpan.FromMilliseconds(random.Next(LongestMs)), actor, new Throw(restart));
    });

    private sealed record Schedule(TimeSpan Delay, bool IsTimer);

    private sealed record Due(Call Call);

    private sealed record Throw(Call Call);

    /// <summary>What outlives the instances of an actor.</summary>
    private sealed class Plan(Cycle cycle, ITxaio txaio, IBatchedTimer? timer)
    {
        private int _open;

        public ITxaio Txaio => txaio;

        /// <summary>The calls of the running instance's timers. Only the actor uses them.</summary>
        public HashSet<Call> Timed { get; } = [];

        public bool IsOver => Volatile.Read(ref _open) == 0;

        public void Expect(int count) => Interlocked.Add(ref _open, count);

        public Call ExpectRestart()
        {
            Expect(1);
            return Start("a restart", Ends.Failed);
        }

        public Call Start(string what, Ends allowed) => cycle.Start(what, allowed);

        public void End() => Interlocked.Decrement(ref _open);

        public ActorTimers TimersOf(IWithTimers actor) =>
            timer is null ? txaio.MakeActorTimers(actor) : timer.MakeActorTimers(actor);
    }

    private sealed class Restarting : UntypedActor, IWithTimers
    {
        private readonly Plan _plan;
        private readonly ActorTimers _timers;

        public Restarting(Plan plan)
        {
            _plan = plan;
            _timers = plan.TimersOf(this);
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Schedule { IsTimer: true } schedule:
                    var timed = _plan.Start("a message of an actor's timer", Ends.Done | Ends.Cancelled);
                    _plan.Timed.Add(timed);
                    _timers.StartSingleTimer(timed, new Due(timed), schedule.Delay);
                    break;
                case Schedule schedule:
                    var delayed = _plan.Start("a delayed message to an actor that restarts", Ends.Done);
                    _plan.Txaio.CallLater(schedule.Delay, Self, new Due(delayed));
                    break;
                case Due due:
                    _plan.Timed.Remove(due.Call);
                    due.Call.Done();
                    StopAtTheEnd();
                    break;
                case Throw failure:
                    throw new InjectedException(failure.Call);
            }
        }

        protected override void PreRestart(Exception reason, object message)
        {
            ((InjectedException)reason).Call.End(reason);
            CancelTimed();
            StopAtTheEnd();
        }

        protected override void PostStop() => CancelTimed();

        private void CancelTimed()
        {
            foreach (var call in _plan.Timed)
            {
                call.Cancelled();
                _plan.End();
            }

            _plan.Timed.Clear();
        }

        private void StopAtTheEnd()
        {
            _plan.End();
            if (_plan.IsOver)
                Context.Stop(Self);
        }
    }
}
