using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.LogSinks;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Tests.Logging;

/// <summary>The end of a system with loggers that are slow, hang, fail, or are not named in akka.loggers.</summary>
public sealed class LoggerEndTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly LogTexts _texts = new();
    private readonly ConcurrentText _errors = new();
    private readonly ManualResetEventSlim _gate = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ActorSystem> _systems = [];

    [Fact]
    public async Task Events_queued_behind_a_blocked_logger_are_written_when_it_resumes()
    {
        var system = Start<CollectingLogger>();
        _texts.Before = BlockAtFirst;
        Log(system, 20_000);
        await _entered.Task.WaitAsync(Guard);
        // The loop's last callback releases the logger. After that callback, Akka waits only for the logger.
        AtLoopsEnd(system, _gate.Set);

        await system.Terminate().WaitAsync(Guard);

        Assert.Equal(Events(20_000), _texts.Written);
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public async Task Logger_that_hangs_is_given_up_after_the_timeout_and_the_others_write_everything()
    {
        var system = Start<CollectingLogger, HangingLogger>("txaio.shutdown-timeout = 1500ms");
        HangingLogger.Gates[system.Name] = _gate;
        var guardianStops = WhenGuardianStops(system);
        Log(system, 20_000);

        var end = system.Terminate();
        await guardianStops.WaitAsync(Guard);

        Assert.Equal(Events(20_000), _texts.Written);
        Assert.Matches(
            @"^Txaio\.Actors logging: akka://\S+/system/log\d+-HangingLogger still works after 1\.\d+ s, \d+ messages " +
            @"wait for it: the actor system ends without it \(txaio\.shutdown-timeout\)\. Log events among them are not " +
            @"written\r?\n$",
            _errors.ToString());
        // Akka's dispatcher still waits for the blocked thread.
        Assert.False(end.IsCompleted);
        _gate.Set();
        await end.WaitAsync(Guard);
    }

    [Fact]
    public async Task Logger_that_awaits_for_ever_does_not_keep_the_system_from_ending()
    {
        var system = Start<AwaitingLogger>("txaio.shutdown-timeout = 100ms");
        Log(system, 2);

        await system.Terminate().WaitAsync(Guard);

        Assert.Contains("-AwaitingLogger still works after 1 s, ", _errors.ToString());
    }

    [Fact]
    public async Task Logger_that_awaits_has_written_everything()
    {
        var system = Start<AwaitingLogger>();
        AwaitingLogger.Gates[system.Name] = new SemaphoreSlim(0);
        Log(system, 300);
        AtLoopsEnd(system, () => AwaitingLogger.Gates[system.Name].Release(300));

        await system.Terminate().WaitAsync(Guard);

        Assert.Equal(Events(300), _texts.Written);
    }

    [Fact]
    public async Task Logger_slower_than_the_timeout_loses_the_rest_and_a_line_reports_it()
    {
        var system = Start<CollectingLogger>("txaio.shutdown-timeout = 100ms");
        _texts.Before = text =>
        {
            if (text.StartsWith("event ", StringComparison.Ordinal))
                _gate.Wait(TimeSpan.FromMilliseconds(100));
        };
        Log(system, 1000);

        await system.Terminate().WaitAsync(Guard);

        Assert.InRange(_texts.Written.Count, 1, 999);
        Assert.Matches(@"-CollectingLogger still works after 1 s, \d{3} messages wait for it: ", _errors.ToString());
    }

    [Fact]
    public async Task Loggers_have_a_second_after_loops_that_used_up_the_timeout()
    {
        var system = Start<CollectingLogger>("txaio.shutdown-timeout = 50ms");
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.Txaio().Loop.CallSoon(() =>
        {
            blocked.SetResult();
            _gate.Wait(Guard);
        });
        await blocked.Task.WaitAsync(Guard);
        var guardianStops = WhenGuardianStops(system);
        Log(system, 10_000);

        var end = system.Terminate();
        await guardianStops.WaitAsync(Guard);

        Assert.Equal(Events(10_000), _texts.Written.Take(10_000));
        // The loop's warning is published after the timeout, and the logger has written the warning too.
        Assert.StartsWith("Loop 'default' did not close", _texts.Written.Last());
        _gate.Set();
        await end.WaitAsync(Guard);
    }

    [Fact]
    public async Task Loops_that_were_stopped_before_the_end_leave_the_loggers_their_time()
    {
        var system = Start<CollectingLogger>();
        var loops = await system.ActorSelection("/system/txaio/loops").ResolveOne(Guard);
        await loops.StopOwnAsync(Guard);
        Log(system, 20_000);

        await system.Terminate().WaitAsync(Guard);

        Assert.Equal(Events(20_000), _texts.Written.Where(IsEvent));
    }

    [Fact]
    public async Task Logger_that_fails_is_restarted_and_writes_the_rest()
    {
        var system = Start<FailingLogger>();
        Log(system, 20_000);

        await system.Terminate().WaitAsync(Guard);

        Assert.Equal(Events(20_000).Where(static text => !text.EndsWith("000")), _texts.Written.Where(IsEvent));
    }

    [Fact]
    public async Task Logger_that_was_stopped_does_not_hold_up_the_end()
    {
        var system = Start<CollectingLogger, HangingLogger>("txaio.shutdown-timeout = 1h");
        HangingLogger.Gates[system.Name] = _gate;
        _gate.Set();
        var logger = ((ExtendedActorSystem)system).Provider.SystemGuardian.Children
            .Single(static child => child.Path.Name.EndsWith("-HangingLogger", StringComparison.Ordinal));
        await logger.GracefulStop(Guard);
        Log(system, 1000);

        await system.Terminate().WaitAsync(Guard);

        Assert.Equal(Events(1000), _texts.Written.Where(IsEvent));
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("10s")]
    public async Task Logger_with_a_full_bounded_mailbox_writes_the_queued_events(string pushTimeout)
    {
        var system = Start<BoundedLogger>(
            $$"""
            akka.actor.mailbox.bounded-queue-based {
              mailbox-capacity = 10
              mailbox-push-timeout-time = {{pushTimeout}}
            }
            """);
        _texts.Before = BlockAtFirst;
        Log(system, 1);
        await _entered.Task.WaitAsync(Guard);
        Log(system, 11, from: 1);

        // Starts the actor that the end of the system starts.
        var drain = ((ExtendedActorSystem)system).SystemActorOf(
            Props.Create(() => new LogDrainActor(Guard, _errors.Write)), "drain");
        await drain.Ask<ActorIdentity>(new Identify(null), Guard);
        var drained = drain.WatchAsync();
        _gate.Set();
        await drained.WaitAsync(Guard);

        Assert.Equal(Events(11), _texts.Written);
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public async Task Subscriber_below_system_that_was_added_at_run_time_has_everything()
    {
        var system = Start<CollectingLogger>();
        var mine = new List<string>();
        var subscriber = ((ExtendedActorSystem)system).SystemActorOf(
            Props.Create(() => new Subscriber(mine, BlockAtFirst)), "mine");
        system.EventStream.Subscribe(subscriber, typeof(LogEvent));
        Log(system, 20_000);
        AtLoopsEnd(system, _gate.Set);

        await system.Terminate().WaitAsync(Guard);

        Assert.Equal(Events(20_000), mine.Where(IsEvent));
    }

    [Fact]
    public async Task End_of_one_system_neither_waits_for_nor_loses_events_of_another()
    {
        var one = Start<CollectingLogger>();
        var others = new LogTexts { Before = BlockAtFirst };
        var other = Start([typeof(CollectingLogger)], "", others);
        Log(other, 300);
        Log(one, 20_000);

        await one.Terminate().WaitAsync(Guard);

        Assert.Equal(Events(20_000), _texts.Written);
        AtLoopsEnd(other, _gate.Set);
        await other.Terminate().WaitAsync(Guard);
        Assert.Equal(Events(300), others.Written);
    }

    public void Dispose()
    {
        _gate.Set();
        Assert.True(Task.WhenAll(_systems.Select(static system => system.Terminate())).Wait(Guard));
    }

    private static bool IsEvent(string text) => text.StartsWith("event ", StringComparison.Ordinal);

    private static IEnumerable<string> Events(int count) => Enumerable.Range(0, count).Select(static n => $"event {n}");

    private static void Log(ActorSystem system, int count, int from = 0)
    {
        var log = system.Txaio().MakeLogger("end");
        for (var i = from; i < count; i++)
            log.Info("event {N}", i);
    }

    private static void AtLoopsEnd(ActorSystem system, Action action)
    {
        var future = system.Txaio().CreateFuture<int>();
        future.AddCallbacks(null, _ => action());
        _ = future.AsTask().ContinueWith(static task => task.Exception, TaskScheduler.Default);
    }

    private static Task WhenGuardianStops(ActorSystem system)
    {
        var stops = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new Last(stops)), "last");
        return stops.Task;
    }

    private void BlockAtFirst(string text)
    {
        if (!_entered.TrySetResult())
            return;
        _gate.Wait(Guard);
    }

    private ActorSystem Start<TLogger>(string hocon = "") => Start([typeof(TLogger)], hocon, _texts);

    private ActorSystem Start<TLogger, TOther>(string hocon) => Start([typeof(TLogger), typeof(TOther)], hocon, _texts);

    private ActorSystem Start(Type[] loggers, string hocon, LogTexts texts)
    {
        var names = string.Join(", ", loggers.Select(static logger => $"\"{logger.AssemblyQualifiedName}\""));
        var config = ConfigurationFactory.ParseString(hocon)
            .WithFallback(
                $$"""
                akka {
                  loggers = [{{names}}]
                  loglevel = INFO
                  stdout-loglevel = OFF
                  log-dead-letters = off
                  logger-startup-timeout = 60s
                  actor.serialize-messages = on
                  coordinated-shutdown.run-by-clr-shutdown-hook = off
                  # Only the test ends the system, however slow a logger is.
                  coordinated-shutdown.run-by-actor-system-terminate = off
                }
                txaio.shutdown-timeout = 60s
                """);
        var system = ActorSystem.Create(
            $"end-{Guid.NewGuid():N}",
            ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), texts));
        _systems.Add(system);
        TxaioExtension.Get(system).Logging.ErrorOutput = TextWriter.Synchronized(_errors);
        return system;
    }

    private sealed class Last(TaskCompletionSource stops) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => stops.TrySetResult();
    }

    private sealed class Subscriber(List<string> texts, Action<string> before) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var text = ((LogEvent)message).Message.ToString()!;
            before(text);
            texts.Add(text);
        }
    }
}
