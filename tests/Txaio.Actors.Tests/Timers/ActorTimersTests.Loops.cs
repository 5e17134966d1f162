namespace Txaio.Actors.Tests.Timers;

/// <content>Timer messages whose loop is full, or whose loop or batched timer ends.</content>
public sealed partial class ActorTimersTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Full_loop_refuses_a_message_but_neither_a_reset_nor_a_repetition(string kind)
    {
        var small = Sys.Txaio("small");
        var actor = Start(kind, small);
        Do(actor, timers =>
        {
            timers.StartPeriodicTimer("tick", "tick", Seconds(10));
            timers.StartSingleTimer("key", "message", Seconds(5));
        });
        using var blocked = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        small.Loop.CallSoon(() =>
        {
            blocked.Set();
            release.Wait(Guard);
        });
        Assert.True(blocked.Wait(Guard));
        small.Loop.CallSoon(static () => { });

        Do(actor, timers =>
        {
            Assert.Throws<LoopOverloadedException>(() => timers.StartSingleTimer("other", "refused", Seconds(1)));
            Assert.Throws<LoopOverloadedException>(() => timers.StartPeriodicTimer("other", "refused", Seconds(1)));
            Assert.True(timers.Reset("key", Seconds(15)));
        });
        Time.Advance(Seconds(32));

        release.Set();
        Assert.Equal(["tick", "message", "tick", "tick"], Received.Select(static text => text.Split(' ')[0]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Repetition_in_the_mailbox_when_its_loop_or_timer_ends_is_the_last(string kind)
    {
        var loop = Api.NewLoop("own");
        var own = Api.WithConfig(loop);
        var timer = own.MakeBatchedTimer(Seconds(1), rounding: BucketRounding.Up);
        var actor = Start(kind == "loop" ? own.MakeActorTimers : timer.MakeActorTimers);
        IAsyncDisposable ending = kind == "loop" ? loop : timer;
        Before(actor, timers => _ = ending.DisposeAsync().AsTask());
        Do(actor, timers => timers.StartPeriodicTimer("tick", "tick", Seconds(10)));

        Time.Advance(Seconds(100));

        Assert.Equal(["tick active: "], Received);
    }
}
