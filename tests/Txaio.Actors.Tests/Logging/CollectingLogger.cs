using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

/// <summary>A logger actor for <c>akka.loggers</c> that runs a test's action for each text and then keeps it.</summary>
/// <remarks>The system's <see cref="LogTexts"/> have the action and the texts.</remarks>
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

/// <summary>The texts that the loggers of a system have written.</summary>
public sealed class LogTexts : Setup
{
    public ConcurrentQueue<string> Written { get; } = new();

    /// <summary>The logger calls this with each text before it keeps the text.</summary>
    public Action<string> Before { get; set; } = static _ => { };
}
