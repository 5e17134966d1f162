using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

/// <summary>A logger that blocks its thread in each event until its gate opens.</summary>
public sealed class HangingLogger : DefaultLogger
{
    /// <summary>The gate of each system, by the name of the system.</summary>
    public static ConcurrentDictionary<string, ManualResetEventSlim> Gates { get; } = new();

    protected override void Print(LogEvent logEvent)
    {
        if (Gates.TryGetValue(Context.System.Name, out var gate))
            gate.Wait();
    }
}

/// <summary>A logger that awaits its gate before each event, and waits forever without a gate.</summary>
public sealed class AwaitingLogger : ReceiveActor
{
    public AwaitingLogger()
    {
        var texts = Context.System.Settings.Setup.Get<LogTexts>().Value;
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        ReceiveAsync<LogEvent>(async e =>
        {
            if (Gates.TryGetValue(Context.System.Name, out var gate))
                await gate.WaitAsync();
            else
                await new TaskCompletionSource().Task;
            texts.Written.Enqueue(e.Message.ToString()!);
        });
    }

    /// <summary>The gate of each system, by the name of the system.</summary>
    public static ConcurrentDictionary<string, SemaphoreSlim> Gates { get; } = new();
}

/// <summary>A logger that throws at every thousandth event.</summary>
public sealed class FailingLogger : ReceiveActor
{
    public FailingLogger()
    {
        var texts = Context.System.Settings.Setup.Get<LogTexts>().Value;
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e =>
        {
            var text = e.Message.ToString()!;
            if (text.EndsWith("000", StringComparison.Ordinal))
                throw new InvalidOperationException("on purpose");
            texts.Written.Enqueue(text);
        });
    }
}

/// <summary>A logger with a bounded mailbox.</summary>
public sealed class BoundedLogger : ReceiveActor, IRequiresMessageQueue<IBoundedMessageQueueSemantics>
{
    public BoundedLogger()
    {
        var texts = Context.System.Settings.Setup.Get<LogTexts>().Value;
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e =>
        {
            var text = e.Message.ToString()!;
            texts.Before(text);
            texts.Written.Enqueue(text);
        });
    }
}
