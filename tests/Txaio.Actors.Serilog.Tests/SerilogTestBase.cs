using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Serilog;
using AkkaEvent = Akka.Event.LogEvent;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>Actor systems with the logger under test, ended when the test is.</summary>
public abstract class SerilogTestBase : IAsyncLifetime
{
    private static readonly Config Defaults = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = DEBUG
          stdout-loglevel = OFF
          loggers = ["Txaio.Actors.Serilog.SerilogLogger, Txaio.Actors.Serilog"]
          # Without it, Akka stops the logger with events still waiting.
          extensions = ["Txaio.Actors.TxaioExtensionProvider, Txaio.Actors"]
          # Machines have other things to do as well; a logger that is late would miss what a test logs first.
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

    /// <summary>A Serilog logger that lets everything through into <see cref="Sink"/>.</summary>
    internal LoggerConfiguration ToSink() => new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(Sink);

    /// <summary>A system that writes to <paramref name="logger"/>.</summary>
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

    /// <summary>The settings that <see cref="Start(string, Setup[])"/> adds nothing to.</summary>
    internal static Config Configuration(string hocon = "") =>
        ConfigurationFactory.ParseString(hocon).WithFallback(Defaults);

    /// <summary>The events that reached the sink until the end of the system.</summary>
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

    /// <summary>Records on the thread that publishes.</summary>
    internal sealed class Recorder(ExtendedActorSystem system, Action<object> record) : MinimalActorRef
    {
        public override ActorPath Path { get; } = system.Provider.RootPath / "system" / "recorder";

        public override IActorRefProvider Provider { get; } = system.Provider;

        protected override void TellInternal(object message, IActorRef sender) => record(message);
    }
}

/// <summary>Tests that change state of the whole process: the static logger, standard output, standard error.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "The whole process";
}

/// <summary>A plain actor that logs its messages.</summary>
internal sealed class TellingActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public TellingActor() => Receive<string>(text =>
    {
        _log.Info("an actor says {Text}", text);
        Sender.Tell("said");
    });
}
