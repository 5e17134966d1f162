using Akka.Actor;
using Txaio.Actors.Soak.Systems;

namespace Txaio.Actors.Soak.Kinds;

/// <summary>
/// The library's own actors are stopped: a loop, a batched timer, the actors of buckets, the parent of all timers. The
/// callers of a stopped loop get their failures, calls of a stopped bucket run, and other loops do not notice.
/// </summary>
internal static class Kills
{
    private const int Rounds = 100;
    private const int BucketCalls = 50;

    private static readonly TimeSpan Bucket = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan InABucketActor = TimeSpan.FromMilliseconds(400);

    public static void Play(Cycle cycle)
    {
        var system = SoakSystem.Start("killed", "txaio.loops.victim {}", cycle.Fail);
        var txaio = system.Txaio();
        var silent = Targets.In(system).Silent;
        RefuseControl(cycle, txaio);
        var work = new EndingWork(cycle);
        var victim = system.Txaio("victim");
        StopLoop(cycle, work, new EndingWork.Loaded(victim, victim.MakeBatchedTimer(Bucket), silent), system);
        StopTimer(cycle, system, txaio.MakeBatchedTimer(Bucket));
        using (var timer = txaio.MakeBatchedTimer(Bucket))
        {
            StopBuckets(cycle, system, timer);
            cycle.Until(() => timer.PendingCalls == 0, () => "the calls of a stopped bucket are pending");
        }

        StopParent(cycle, system, txaio.MakeBatchedTimer(Bucket));
        var lives = cycle.Start("CallSoon after the kills", Ends.Done);
        txaio.Loop.CallSoon(lives.Done);
        cycle.Until(() => lives.IsOver, () => "the other loop does not run");
        // Before the end of the system: the stop of the loop itself must have ended the waits of its callers.
        cycle.Until(() => work.HasEnded, () => $"calls of a stopped loop are pending: {work.Pending}");
        var ended = system.Terminate();
        if (cycle.Until(() => ended.IsCompleted, () => "the system has not ended"))
            work.CountDropped();
        system.Dispose();
    }

    private static void RefuseControl(Cycle cycle, ITxaio txaio)
    {
        txaio.Loop.Ref.Tell(PoisonPill.Instance);
        txaio.Loop.Ref.Tell(Kill.Instance);
        cycle.Start("RunAsync after a Kill", Ends.Done).Follow(txaio.Loop.RunAsync(static () => 1));
    }

    private static void StopLoop(Cycle cycle, EndingWork work, EndingWork.Loaded on, ActorSystem system)
    {
        cycle.OnThreads(Rounds, (thread, random, round) =>
        {
            if (thread == 0 && round == Rounds / 2)
                system.Stop(on.Loop.Ref);
            work.Start(on, random);
        });
        cycle.Until(() => IsListed(system, on.Loop.Name), () => $"{on.Loop} is not listed as stopped");
    }

    private static void StopTimer(Cycle cycle, ActorSystem system, IBatchedTimer timer)
    {
        var calls = Enumerable.Range(0, BucketCalls)
            .Select(_ => cycle.Start("CallLater, its timer is stopped", Ends.Rejected))
            .ToList();
        var handles = calls.ConvertAll(call => timer.CallLater(TimeSpan.FromHours(1), call.Done));
        system.Stop(timer.Ref);
        cycle.Until(() => IsListed(system, timer.Ref.Path.Name), () => $"{timer} is not listed as stopped");
        Drop(cycle, timer, calls, handles);
    }

    private static void StopBuckets(Cycle cycle, ActorSystem system, IBatchedTimer timer)
    {
        for (var i = 0; i < BucketCalls; i++)
            timer.CallLater(InABucketActor, cycle.Start("CallLater, its bucket is stopped", Ends.Done).Done);
        var inbox = Inbox.Create(system);
        IActorRef? bucket = null;
        // A busy machine can be late: then the bucket has fired before its actor is found.
        cycle.Until(
            () =>
            {
                system.ActorSelection(timer.Ref.Path / "*").Tell(new Identify("bucket"), inbox.Receiver);
                bucket = ((ActorIdentity)inbox.Receive(Wait.Bound)).Subject;
                return bucket is not null || timer.PendingCalls == 0;
            },
            () => "no bucket has an actor");
        if (bucket is not null)
            system.Stop(bucket);
        ((IInternalActorRef)inbox.Receiver).Stop();
    }

    private static void StopParent(Cycle cycle, ActorSystem system, IBatchedTimer timer)
    {
        var calls = Enumerable.Range(0, BucketCalls)
            .Select(_ => cycle.Start("CallLater, all timers are stopped", Ends.Rejected))
            .ToList();
        var handles = calls.ConvertAll(call => timer.CallLater(TimeSpan.FromHours(1), call.Done));
        system.Stop(system.ActorSelection("/system/txaio/timers").ResolveOne(Wait.Bound).Result);
        cycle.Until(() => !handles.Exists(static handle => handle.IsActive), () => "stopped timers have calls");
        Drop(cycle, timer, calls, handles);
        using var later = system.Txaio().MakeBatchedTimer(Bucket);
        var runs = cycle.Start("CallLater of a timer made after the kill", Ends.Done);
        later.CallLater(Bucket, runs.Done);
        cycle.Until(() => runs.IsOver, () => "a timer made after the kill does not run");
    }

    private static void Drop(Cycle cycle, IBatchedTimer timer, List<Call> calls, List<DelayedCall> handles)
    {
        if (handles.Exists(static handle => handle.Cancel()))
            cycle.Fail("a call of a stopped timer was cancelled");
        calls.ForEach(static call => call.Rejected());
        var refused = cycle.Start("CallLater of a stopped timer", Ends.Rejected);
        try
        {
            timer.CallLater(TimeSpan.Zero, refused.Done);
        }
        catch (ObjectDisposedException e)
        {
            refused.End(e);
        }
    }

    private static bool IsListed(ActorSystem system, string name) =>
        TxaioExtension.Get(system).GetStoppedParts().Any(part => part.Contains(name, StringComparison.Ordinal));
}
