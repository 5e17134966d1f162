using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

/// <summary>A logger of Akka's own kind, which keeps the texts and does before each what a test wants.</summary>
/// <remarks>Named in <c>akka.loggers</c>; a test finds what it wrote in the system's <see cref="LogTexts"/>.</remarks>
public class CollectingLogger : DefaultLogger
{
    private readonly LogTexts _texts = Context.System.Settings.Setup.Get<LogTexts>().Value;

    protected override void Print(LogEvent logEvent)
    {
        var text = logEvent.Message.ToString()!;
        _texts.Before(text);
        _texts.Written.Enqueue(text);
    }
}

/// <summary>What the loggers of a system wrote.</summary>
public sealed class LogTexts : Setup
{
    public ConcurrentQueue<string> Written { get; } = new();

    /// <summary>Called by the logger with each text, before it is kept.</summary>
    public Action<string> Before { get; set; } = static _ => { };
}
