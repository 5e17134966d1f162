using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace Txaio.Actors.Loggers;

/// <summary>
/// The bounded queue of a logger actor. The logger queues events and is never slow, so that none wait in its mailbox,
/// which has no bound. A child of the logger writes the events; when the logger stops, the child first writes all.
/// </summary>
internal sealed class LoggerQueue
{
    private const int EventsPerTurn = 256;

    private static readonly Counter<long> Dropped = new Meter("Txaio.Actors").CreateCounter<long>(
        LogBound.MetricName, "{event}", LogBound.MetricDescription);

    private readonly ConcurrentQueue<(LogEvent Event, IActorRef Sender)> _waiting = new();
    private readonly LogBound _bound;
    private readonly Action<LogEvent, IActorRef?> _write;
    private readonly Type _logger;
    private readonly IActorRef _writer;

    // 1 while a message to the child is on its way. The logger sets it after it has queued an event. The child clears
    // it before it reads the queue. So each queued event is read, or has a message on its way.
    private int _drainRequested;

    /// <param name="context">The context of the logger actor.</param>
    /// <param name="logger">The class of the logger actor.</param>
    /// <param name="setting">The setting with the bound.</param>
    /// <param name="capacity">The most waiting events, 1 or more.</param>
    /// <param name="write">Writes an event; called on the child's thread. Must not throw.</param>
    public LoggerQueue(
        IActorContext context, Type logger, string setting, int capacity, Action<LogEvent, IActorRef?> write)
    {
        _write = write;
        _logger = logger;
        _bound = new LogBound(
            context.System, logger.Name, setting, capacity, Dropped,
            (problem, error) => ErrorOutput.Write(null, $"{logger.FullName}: {problem}", error));
        _writer = context.ActorOf(
            Props.Create(typeof(Writer), this).WithDispatcher(context.System.Settings.LoggersDispatcher));
    }

    /// <summary>Queues an event, or drops and counts it. Called by the logger actor.</summary>
    public void Add(LogEvent e, IActorRef sender)
    {
        if (!_bound.TryEnter())
            return;
        _waiting.Enqueue((e, sender));
        RequestDrain();
    }

    private void RequestDrain()
    {
        if (Interlocked.Exchange(ref _drainRequested, 1) == 0)
            _writer.Tell(Drain.Instance, ActorRefs.NoSender);
    }

    private void Write(int most)
    {
        for (var i = 0; i < most && _waiting.TryDequeue(out var next); i++)
        {
            _bound.Leave();
            _write(next.Event, next.Sender);
        }

        if (_bound.Line(isIdle: _waiting.IsEmpty) is { } line)
            _write(new Warning(_logger.FullName, _logger, line), ActorRefs.NoSender);
    }

    private sealed class Drain : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Drain Instance = new();
    }

    // With the mailbox of a logger, by which Txaio.Actors.Hosting knows threads that write events.
    private sealed class Writer(LoggerQueue queue) : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        protected override bool Receive(object message)
        {
            if (message is not Drain)
                return false;
            Interlocked.Exchange(ref queue._drainRequested, 0);
            queue.Write(EventsPerTurn);
            if (!queue._waiting.IsEmpty)
                queue.RequestDrain();
            return true;
        }

        protected override void PostStop() => queue.Write(int.MaxValue);
    }
}
