using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>A callback that posts the next one to its own loop, beside an actor that tells itself.</summary>
internal sealed class P01bPostFromCallback : ICase
{
    public string Id => "P1b";

    public string Title => "CallSoon of the next callback, from a callback of the loop";

    public string Includes =>
        "A callback posts itself again until it has run many times; one callback is pending at a time. The peer "
        + "is an actor that sends each message to itself again, on a dispatcher of the loop's kind.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        var actor = system.StartOnLoopKind(static () => new SelfTellingActor());
        var loop = system.Txaio.Loop;
        var count = run.Size(500_000, 250_000);

        var sides = Rounds.Interleave(
            run.Size(11, 5),
            new Work("CallSoon", count, () => PostNext(loop, count)),
            new Work("Tell to Self", count, () => TellNext(actor, count)));

        run.Speed("CallSoon in a callback until run", sides[0], sides[1], Goal.AtLeast(1));
        run.Bytes("CallSoon in a callback until run", sides[0], sides[1], Goal.Shown);
    }

    private static void PostNext(EventLoop loop, int count)
    {
        using var done = new ManualResetEventSlim();
        var left = count;
        Action callback = null!;
        callback = () =>
        {
            if (--left > 0)
                loop.CallSoon(callback);
            else
                done.Set();
        };
        loop.CallSoon(callback);
        done.Wait();
    }

    private static void TellNext(IActorRef actor, int count)
    {
        using var done = new ManualResetEventSlim();
        actor.Tell(new Countdown(count, done), ActorRefs.NoSender);
        done.Wait();
    }

    private sealed class Countdown(int count, ManualResetEventSlim done)
    {
        private int _left = count;

        public bool IsOver() => --_left <= 0;

        public void End() => done.Set();
    }

    private sealed class SelfTellingActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var countdown = (Countdown)message;
            if (countdown.IsOver())
                countdown.End();
            else
                Self.Tell(countdown, ActorRefs.NoSender);
        }
    }
}
