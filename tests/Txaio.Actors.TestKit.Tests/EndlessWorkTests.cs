using Akka.Actor;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>A drive into endless work at one instant throws within seconds. A drive into much work does not.</summary>
public sealed class EndlessWorkTests : VirtualTestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private volatile bool _running = true;

    public EndlessWorkTests()
        : base("txaio.loops.default.callbacks-per-turn = 1000000\nvirtual-dispatcher.throughput = 1000000000")
    {
    }

    [Theory]
    [InlineData("CallLater")]
    [InlineData("CallSoon")]
    [InlineData("Change")]
    [InlineData("Sleep")]
    [InlineData("single timer")]
    [InlineData("single timer of an actor on the pool")]
    [InlineData("tell")]
    public void Advance_into_endless_work_throws_within_seconds(string kind)
    {
        var txaio = Sys.Txaio();
        ITimer? timer = null;
        Func<bool> running = () => _running;
        switch (kind)
        {
            case "CallLater":
                txaio.CallLater(Second, CallLater);
                break;
            case "CallSoon":
                txaio.CallLater(Second, CallSoon);
                break;
            case "Change":
                timer = txaio.Loop.TimeProvider.CreateTimer(
                    _ => timer!.Change(_running ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan),
                    null,
                    Second,
                    Timeout.InfiniteTimeSpan);
                break;
            case "Sleep":
                _ = txaio.Loop.RunAsync(async () =>
                {
                    await txaio.Sleep(Second);
                    while (_running)
                        await txaio.Sleep(TimeSpan.Zero);
                });
                break;
            case "tell":
                Start(Props.Create(() => new Teller(running)).WithDispatcher(VirtualDispatcherId));
                break;
            case "single timer":
                Start(Props.Create(() => new Trier(running)).WithDispatcher(VirtualDispatcherId));
                break;
            default:
                Start(Props.Create(() => new Trier(running)));
                break;
        }

        var begin = TimeProvider.System.GetTimestamp();
        var failure = Assert.Throws<InvalidOperationException>(() => Time.Advance(Second * 2));
        _running = false;

        Assert.StartsWith("The work at 00:00:01 of virtual time does not end", failure.Message);
        // The drive takes two seconds on an idle machine. The rest is room for a busy machine.
        Assert.InRange(TimeProvider.System.GetElapsedTime(begin), TimeSpan.Zero, Second * 60);

        void CallLater()
        {
            if (_running)
                txaio.CallLater(TimeSpan.Zero, CallLater);
        }

        void CallSoon()
        {
            if (_running)
                txaio.Loop.CallSoon(CallSoon);
        }
    }

    [Fact]
    public void Advance_runs_much_slow_work_to_its_end()
    {
        var ran = 0;
        for (var i = 0; i < 12_000; i++)
        {
            Sys.Txaio().CallLater(Second, () =>
            {
                Thread.SpinWait(20_000);
                ran++;
            });
        }

        Time.Advance(Second);

        Assert.Equal(12_000, ran);
    }

    private void Start(Props props) =>
        Sys.Scheduler.ScheduleTellOnce(Second, Sys.ActorOf(props), "again", ActorRefs.NoSender);

    private sealed class Teller : ReceiveActor
    {
        public Teller(Func<bool> running) => Receive<string>(message =>
        {
            if (running())
                Self.Tell(message);
        });
    }

    private sealed class Trier : ReceiveActor, IWithTimers
    {
        public Trier(Func<bool> running) => ReceiveAsync<string>(async message =>
        {
            await Task.Yield();
            if (running())
                Timers.StartSingleTimer("again", message, TimeSpan.Zero);
        });

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
