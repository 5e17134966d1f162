using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Serilog;
using AkkaEvent = Akka.Event.LogEvent;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>Actor systems with the logger under test. Each system ends with the test.</summary>
public abstract class SerilogTestBase : IAsyncLifetime
{
    private static readonly Config Defaults = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = DEBUG
          stdout-loglevel = OFF
          loggers = ["Txaio.Actors.Serilog.SerilogLogger, Txaio.Actors.Serilog"]
          # Without the extension, Akka stops the logger while events wait in its mailbox.
          extensions = ["Txaio.Actors.TxaioExtensionProvider, Txaio.Actors"]
          # On a busy machine, a logger that starts late would miss the first events of a test.
          logger-startup-timeout = 60s
          log-dead-letters = off
          actor.serialize-messages = on
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        txaio.logging.level = trace
        """);

    private readonly List<ActorSystem> _systems = [];

    internal CollectingSink Sink { get; } = new();

    /// <summary>The events of the tests' own loggers and actors, as Akka publishes them.</summary>
    internal ConcurrentQueue<AkkaEvent> Published { get; } = new();

    /// <summary>The configuration of a Serilog logger that writes every event to <see cref="Sink"/>.</summary>
    internal LoggerConfiguration ToSink() => new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(Sink);

    /// <summary>Starts a system that writes to <paramref name="logger"/>.</summary>
    internal ActorSystem Start(ILogger logger, string hocon = "", params Setup[] more) =>
        Start(hocon, [new SerilogSetup(logger), .. more]);

    internal ActorSystem Start(string hocon, params Setup[] setups)
    {
        var config = ConfigurationFactory.ParseString(hocon).WithFallback(Defaults);
        var system = ActorSystem.Create(
            "app", ActorSystemSetup.Create([BootstrapSetup.Create().WithConfig(config), .. setups]));
        _systems.Add(system);
        system.EventStream.Subscribe(new Recorder((ExtendedActorSystem)system, Record), typeof(AkkaEvent));
        return system;
    }

    /// <summary>The whole configuration that <see cref="Start(string, Setup[])"/> uses.</summary>
    internal static Config Configuration(string hocon = "") =>
        ConfigurationFactory.ParseString(hocon).WithFallback(Defaults);

    /// <summary>Ends the system, and returns the events that reached the sink.</summary>
    internal async Task<IReadOnlyList<global::Serilog.Events.LogEvent>> EndAsync(ActorSystem system)
    {
        await system.Terminate();
        return Sink.Events;
    }

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => Task.WhenAll(_systems.Select(static system => system.Terminate()));

    private void Record(object message)
    {
        if (message is AkkaEvent e && CollectingSink.IsOfTest(e.LogSource))
            Published.Enqueue(e);
    }

    /// <summary>Records events on the publishing thread.</summary>
    internal sealed class Recorder(ExtendedActorSystem system, Action<object> record) : MinimalActorRef
    {
        public override ActorPath Path { get; } = system.Provider.RootPath / "system" / "recorder";

        public override IActorRefProvider Provider { get; } = system.Provider;

        protected override void TellInternal(object message, IActorRef sender) => record(message);
    }
}

/// <summary>Tests that change the static logger, standard output or standard error of the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "The whole process";
}

/// <summary>An actor that logs its messages.</summary>
internal sealed class TellingActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public TellingActor() => Receive<string>(text =>
    {
        _log.Info("an actor says {Text}", text);
        Sender.Tell("said");
    });
}
