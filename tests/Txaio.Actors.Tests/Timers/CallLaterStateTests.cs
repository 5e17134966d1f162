using Akka.Actor;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>
/// <c>CallLater</c> with a state is implemented by the interfaces, so foreign implementations have this method too.
/// </summary>
public sealed class CallLaterStateTests : VirtualTestKit
{
    private readonly List<string> _seen = [];

    [Fact]
    public void Callback_gets_its_state_whatever_that_is()
    {
        var txaio = Sys.Txaio();
        using var timer = txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1));

        foreach (var callLater in (Scheduler[])[new(timer, null), new(null, txaio)])
        {
            callLater.Run(text => _seen.Add(text), "text");
            callLater.Run(number => _seen.Add($"{number}"), 7);
            callLater.Run(pair => _seen.Add($"{pair}"), (1, "one"));
            callLater.Run(nothing => _seen.Add(nothing ?? "null"), (string?)null);
            callLater.Run(nothing => _seen.Add($"{nothing.HasValue}"), (int?)null);
            callLater.Run<object>(thing => _seen.Add($"{thing}"), "as an object");
            // An Action<object> is passed as an Action<string>.
            callLater.Run<string>(new Action<object>(thing => _seen.Add($"{thing}!")), "variant");
        }

        Time.Advance(TimeSpan.FromSeconds(3));

        string[] once = ["text", "7", "(1, one)", "null", "False", "as an object", "variant!"];
        Assert.Equal([.. once, .. once], _seen);
    }

    [Fact]
    public void Missing_callback_is_named()
    {
        var txaio = Sys.Txaio();
        using var timer = txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1));

        Assert.Equal("callback", Assert.Throws<ArgumentNullException>(
            () => timer.CallLater(TimeSpan.Zero, (Action<string>)null!, "x")).ParamName);
        Assert.Equal("callback", Assert.Throws<ArgumentNullException>(
            () => txaio.CallLater(TimeSpan.Zero, (Action<string>)null!, "x")).ParamName);
    }

    /// <summary>A test double implements only the <c>CallLater</c> without a state, and gets a closure.</summary>
    [Fact]
    public void CallLater_with_state_on_a_foreign_implementation_uses_a_closure()
    {
        var timer = new Immediate();

        ((IBatchedTimer)timer).CallLater(TimeSpan.FromSeconds(1), _seen.Add, "text");
        ((IBatchedTimer)timer).CallLater(TimeSpan.FromSeconds(2), number => _seen.Add($"{number}"), 7);

        Assert.Equal(["text", "7"], _seen);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], timer.Delays);
    }

    private sealed record Scheduler(IBatchedTimer? Timer, ITxaio? Txaio)
    {
        private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

        public void Run<TState>(Action<TState> callback, TState state) =>
            _ = Timer?.CallLater(Soon, callback, state) ?? Txaio!.CallLater(Soon, callback, state);
    }

    /// <summary>A test double that runs delayed calls at once.</summary>
    private sealed class Immediate : IBatchedTimer
    {
        public List<TimeSpan> Delays { get; } = [];

        public IActorRef Ref => ActorRefs.Nobody;

        public TimeSpan Bucket => TimeSpan.FromSeconds(1);

        public int ChunkSize => 1;

        public BucketRounding Rounding => BucketRounding.Down;

        public long PendingCalls => 0;

        public DelayedCall CallLater(TimeSpan delay, Action callback)
        {
            Delays.Add(delay);
            callback();
            return default;
        }

        public DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender) =>
            CallLater(delay, () => target.Tell(message, sender));

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
