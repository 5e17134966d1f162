using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

/// <summary>A logger actor of Akka's kind that keeps the texts and runs a test's action before each.</summary>
/// <remarks>Named in <c>akka.loggers</c>; its lines are in the system's <see cref="LogTexts"/>.</remarks>
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

/// <summary>The texts that the loggers of a system wrote.</summary>
public sealed class LogTexts : Setup
{
    public ConcurrentQueue<string> Written { get; } = new();

    /// <summary>Called by the logger with each text, before it is kept.</summary>
    public Action<string> Before { get; set; } = static _ => { };
}
