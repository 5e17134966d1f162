using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.LogSinks;

/// <summary>
/// The subscriber of <c>StartLogging</c>: queues events on the publishing thread; its actor writes them.
/// </summary>
/// <remarks>
/// The actor is not the subscriber itself, because messages in its mailbox would be lost when it stops. When the actor
/// stops, it writes all queued events. After that, the threads that log write their events.
/// </remarks>
#pragma warning disable MA0097 // Refs are compared by Akka, by their path; no code orders sinks.
internal sealed class LogSink : MinimalActorRef
#pragma warning restore MA0097
{
    private const int EventsPerTurn = 256;

    private readonly ConcurrentQueue<(LogEvent Event, string? Context)> _waiting = new();
    private readonly Func<LogEvent, bool> _accepts;
    private readonly Func<string?> _context;
    private readonly LogLineWriter _writer;
    private readonly LogBound? _bound;

    // Held by the writing thread: the actor's thread while the actor lives, after that any thread that logs.
    private readonly Lock _writing = new();
    private IActorRef? _actor;

    // 1 while a message to the actor is on its way. Publishers set it after they have queued an event. The actor clears
    // it before it reads the queue. So each queued event is read, or has a message on its way.
    private int _drainRequested;
    private volatile bool _closed;

    /// <param name="provider">The provider of the actor system.</param>
    /// <param name="name">The name of the sink's actor. The path of this ref is below it.</param>
    /// <param name="writer">Writes the lines.</param>
    /// <param name="accepts">Decides whether an event is written; called on the publishing thread.</param>
    /// <param name="context">The end of the line of the event that the calling thread publishes.</param>
    /// <param name="bound">The bound of the waiting events; null: no bound.</param>
    public LogSink(
        IActorRefProvider provider,
        string name,
        LogLineWriter writer,
        Func<LogEvent, bool> accepts,
        Func<string?> context,
        LogBound? bound)
    {
        Provider = provider;
        Path = provider.RootPath / "system" / name / "events";
        _writer = writer;
        _accepts = accepts;
        _context = context;
        _bound = bound;
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; }

    /// <inheritdoc/>
    public override IActorRefProvider Provider { get; }

    /// <summary>The number of lines that could not be written.</summary>
    public long DroppedLines => _writer.DroppedLines;

    /// <summary>Starts writing.</summary>
    /// <param name="actor">
    /// The actor that writes events; null if the actor system is ending and starts no actor.
    /// </param>
    public void Open(IActorRef? actor)
    {
        _actor = actor;
        if (actor is null)
            Close();
    }

    /// <summary>Writes up to <c>EventsPerTurn</c> waiting events. Flushes if no event is left.</summary>
    public void Drain()
    {
        Interlocked.Exchange(ref _drainRequested, 0);
        lock (_writing)
            WriteWaiting(EventsPerTurn);
        if (!_waiting.IsEmpty)
            RequestDrain();
    }

    /// <summary>Writes and flushes all events. From now on each event is written by the thread that logs it.</summary>
    public void Close()
    {
        _closed = true;
        WriteInline();
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        // Events that the logging threads write themselves do not wait.
        if (message is not LogEvent e || !_accepts(e) || _bound?.TryEnter(always: _closed) == false)
            return;

        _waiting.Enqueue((e, _context()));
        if (_closed)
            WriteInline();
        else
            RequestDrain();
    }

    private void RequestDrain()
    {
        if (Interlocked.Exchange(ref _drainRequested, 1) == 0)
            _actor?.Tell(LogSinkActor.DrainMessage.Instance, ActorRefs.NoSender);
    }

    private void WriteInline()
    {
        // The output logs inside its own Write. WriteWaiting, which is on this stack, writes the event next.
        if (_writing.IsHeldByCurrentThread)
            return;
        lock (_writing)
            WriteWaiting(int.MaxValue);
    }

    private void WriteWaiting(int most)
    {
        for (var i = 0; i < most && _waiting.TryDequeue(out var next); i++)
        {
            _bound?.Leave();
            _writer.Write(next.Event, next.Context);
        }

        if (_bound?.Line(isIdle: _waiting.IsEmpty) is { } line)
            _writer.Write(new Warning("txaio", typeof(LogSink), line));
        _writer.Flush(isIdle: _waiting.IsEmpty);
    }
}
