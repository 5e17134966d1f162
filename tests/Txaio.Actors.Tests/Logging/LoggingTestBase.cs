using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Txaio.Actors.LogCalls;
using Txaio.Actors.LogLevels;

namespace Txaio.Actors.Tests.Logging;

/// <summary>An actor system with a logging hub of its own, and a record of the events of the tests' loggers.</summary>
public abstract class LoggingTestBase : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Config Verify = ConfigurationFactory.ParseString(
        """
        akka.loglevel = INFO
        akka.stdout-loglevel = OFF
        akka.actor.serialize-messages = on
        """);

    private readonly EventRecorder _recorder;

    protected LoggingTestBase(string config = "")
        : base(ConfigurationFactory.ParseString(config).WithFallback(Verify))
    {
        Hub = NewHub();
        Log = Hub.MakeLogger("test.log");
        _recorder = new EventRecorder(((ExtendedActorSystem)Sys).Provider);
        Sys.EventStream.Subscribe(_recorder, typeof(LogEvent));
    }

    internal LoggingHub Hub { get; }

    protected new ITxaioLogger Log { get; }

    /// <summary>The events of the tests' loggers, in order.</summary>
    protected IReadOnlyList<LogEvent> Events =>
        [.. _recorder.Events.Where(e => e.LogSource.StartsWith("test.", StringComparison.Ordinal))];

    protected LogEvent Single => Assert.Single(Events);

    /// <summary>The text of the only event.</summary>
    protected string? Text => Single.Message.ToString();

    /// <summary>The properties of the only event, as a sink gets them.</summary>
    protected IReadOnlyDictionary<string, object> Properties => PropertiesOf(Single);

    internal LoggingHub NewHub(
        TxaioLogLevel level = TxaioLogLevel.Info, params (string Id, string Template)[] categories) =>
        new(Sys, new LoggingSettings(level, 0, categories.ToDictionary(c => c.Id, c => c.Template)));

    protected static IReadOnlyDictionary<string, object> PropertiesOf(LogEvent e) =>
        e.TryGetProperties(out var properties) ? properties! : new Dictionary<string, object>();

    /// <summary>Records events on the publishing thread, so a test need not wait.</summary>
    private sealed class EventRecorder(IActorRefProvider provider) : MinimalActorRef
    {
        public ConcurrentQueue<LogEvent> Events { get; } = new();

        public override ActorPath Path { get; } = provider.RootPath / "system" / "recorder";

        public override IActorRefProvider Provider { get; } = provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (message is LogEvent e)
                Events.Enqueue(e);
        }
    }
}
