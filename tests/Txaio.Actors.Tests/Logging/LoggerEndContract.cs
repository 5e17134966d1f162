using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Txaio.Actors.Tests;

/// <summary>
/// A logger actor has written all events when an actor system with the extension has ended. The tests of the packages
/// with loggers compile this class too.
/// </summary>
public abstract class LoggerEndContract
{
    /// <summary>Only failing tests wait that long. Real threads on a busy machine need the room.</summary>
    protected static readonly TimeSpan Guard = TimeSpan.FromSeconds(120);

    /// <summary>Settings of the systems under test.</summary>
    protected static readonly Config Defaults = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = INFO
          stdout-loglevel = OFF
          log-dead-letters = off
          # A logger that starts late would miss the first events of a test.
          logger-startup-timeout = 60s
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          extensions = ["Txaio.Actors.TxaioExtensionProvider, Txaio.Actors"]
        }
        # A busy machine needs the room.
        txaio.shutdown-timeout = 60s
        """);

    public static TheoryData<string> Ends => ["terminate", "shutdown", "abort"];

    /// <summary>Starts a system with the logger under test and <see cref="Defaults"/>.</summary>
    protected abstract Task<ActorSystem> StartAsync();

    /// <summary>The texts that the logger has written, in order.</summary>
    protected abstract IEnumerable<string> Written { get; }

    [Fact]
    public async Task Two_hundred_thousand_events_before_Terminate_are_written_in_order()
    {
        const int Count = 200_000;
        var system = await StartAsync();
        var log = Akka.Event.Logging.GetLogger(system, "end");
        for (var i = 0; i < Count; i++)
            log.Info("event {N}", i);

        await system.Terminate().WaitAsync(Guard);

        Assert.Equal(Enumerable.Range(0, Count).Select(n => $"event {n}"), WrittenWith("event "));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Last_events_of_actors_and_loops_are_written(string end)
    {
        const int Count = 20_000;
        var system = await StartAsync();
        var txaio = system.Txaio();
        var log = txaio.MakeLogger("end");
        for (var i = 0; i < 10; i++)
            system.ActorOf(Props.Create(() => new LastWords(log)));
        var future = txaio.CreateFuture<int>();
        future.AddCallbacks(null, _ =>
        {
            for (var i = 0; i < 100; i++)
                log.Info("loop {N}", i);
        });
        var waiting = future.AsTask();
        for (var i = 0; i < Count; i++)
            log.Info("event {N}", i);

        await End(system, end).WaitAsync(Guard);
        await Assert.ThrowsAsync<LoopTerminatedException>(() => waiting.WaitAsync(Guard));

        Assert.Equal(Enumerable.Range(0, Count).Select(n => $"event {n}"), WrittenWith("event "));
        Assert.Equal(1000, WrittenWith("actor ").Count());
        Assert.Equal(Enumerable.Range(0, 100).Select(n => $"loop {n}"), WrittenWith("loop "));
    }

    [Fact]
    public async Task Events_of_the_callback_that_ends_the_system_are_written()
    {
        const int Count = 20_000;
        var system = await StartAsync();
        var txaio = system.Txaio();
        var log = txaio.MakeLogger("end");
        txaio.Loop.CallSoon(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                if (i == Count / 2)
                    _ = system.Terminate();
                log.Info("event {N}", i);
            }
        });

        await system.WhenTerminated.WaitAsync(Guard);

        Assert.Equal(Enumerable.Range(0, Count).Select(n => $"event {n}"), WrittenWith("event "));
    }

    private static Task End(ActorSystem system, string how)
    {
        switch (how)
        {
            case "terminate":
                return system.Terminate();
            case "abort":
                ((ExtendedActorSystem)system).Abort();
                return system.WhenTerminated;
            default:
                return CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        }
    }

    private IEnumerable<string> WrittenWith(string start) =>
        Written.Where(text => text.StartsWith(start, StringComparison.Ordinal));

    private sealed class LastWords(ITxaioLogger log) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop()
        {
            for (var i = 0; i < 100; i++)
                log.Info("actor {N}", i);
        }
    }
}
