using System.Threading.Channels;
using Akka.Actor;
using Nito.AsyncEx;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Callbacks posted to a loop, beside messages told to an actor.</summary>
internal sealed class P01CallSoon : ICase
{
    public string Id => "P1";

    public string Title => "CallSoon from another thread until run";

    public string Includes =>
        "One thread posts the same delegate many times; the clock stops when the last call has run. All settings "
        + "have their defaults. The peer is Tell of the same delegate to an actor that runs it, on a dispatcher of "
        + "the loop's kind.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        using var asyncEx = new AsyncContextThread();
        var actor = system.StartOnLoopKind(static () => new RunningActor());
        var channel = ReadByOne();
        var count = run.Size(500_000, 250_000);

        var sides = Rounds.Interleave(
            run.Size(11, 5),
            PostTo("CallSoon", count, system.Txaio.Loop.CallSoon),
            PostTo("Tell", count, callback => actor.Tell(callback, ActorRefs.NoSender)));
        var others = Rounds.Interleave(
            3,
            PostTo("CallSoon", count / 5, system.Txaio.Loop.CallSoon),
            PostTo("AsyncEx's AsyncContext", count / 5, PostToContext(asyncEx)),
            PostTo("a Channel with one reader", count / 5, PostToChannel(channel)));

        run.Speed("CallSoon until run", sides[0], sides[1], Goal.AtLeast(1.4));
        run.Bytes("CallSoon until run", sides[0], sides[1], Goal.Shown);
        channel.Complete();
        run.Speed("CallSoon until run", others[0], others[1], Goal.Shown);
        run.Speed("CallSoon until run", others[0], others[2], Goal.Shown);
    }

    /// <summary>Posts one callback many times, and waits for the last run.</summary>
    public static Work PostTo(string name, int count, Action<Action> post) => new(name, count, () =>
    {
        using var tally = new Tally(count);
        Action callback = () => tally.Hit();
        for (var i = 0; i < count; i++)
            post(callback);
        tally.Wait();
    });

    /// <summary>The peer that a user would write by hand.</summary>
    public static ChannelWriter<Action> ReadByOne()
    {
        var channel = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
        _ = Task.Run(async () =>
        {
            await foreach (var callback in channel.Reader.ReadAllAsync())
                callback();
        });
        return channel.Writer;
    }

    private static Action<Action> PostToChannel(ChannelWriter<Action> channel) =>
        callback => _ = channel.TryWrite(callback);

    private static Action<Action> PostToContext(AsyncContextThread thread)
    {
        var context = thread.Factory.StartNew(static () => SynchronizationContext.Current).Result!;
        return callback => context.Post(static callback => ((Action)callback!)(), callback);
    }

    /// <summary>Runs the delegates that it is told.</summary>
    internal sealed class RunningActor : UntypedActor
    {
        protected override void OnReceive(object message) => ((Action)message)();
    }
}
