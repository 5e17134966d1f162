using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.LogSinks;

/// <summary>
/// The subscriber of <c>StartLogging</c>: queues events on the publishing thread, and lets its actor write them.
/// </summary>
/// <remarks>
/// The actor itself is not the subscriber: messages in its mailbox would be lost when it stops. Instead it writes, as
/// it stops, all events that wait in the queue. Later events are written by the threads that log them.
/// </remarks>
#pragma warning disable MA0097 // Refs are compared by Akka, by their path; no code orders sinks.
internal sealed class LogSink : MinimalActorRef
#pragma warning restore MA0097
{
    private const int EventsPerTurn = 256;

    private readonly ConcurrentQueue<LogEvent> _waiting = new();
    private readonly Func<LogEvent, bool> _accepts;
    private readonly LogLineWriter _writer;

    // Held by the writing thread: the actor's while it lives, after that any thread that logs.
    private readonly Lock _writing = new();
    private IActorRef? _actor;

    // 1 while a message to the actor is under way. Publishers set it after they have queued an event; the actor clears
    // it before it reads the queue, so that no event stays there without a message.
    private int _drainRequested;
    private volatile bool _closed;

    /// <param name="provider">The provider of the actor system.</param>
    /// <param name="name">The name of the sink's actor, under which this ref has its path.</param>
    /// <param name="writer">Writes the lines.</param>
    /// <param name="accepts">Decides whether an event is written; called on the publishing thread.</param>
    public LogSink(IActorRefProvider provider, string name, LogLineWriter writer, Func<LogEvent, bool> accepts)
    {
        Provider = provider;
        Path = provider.RootPath / "system" / name / "events";
        _writer = writer;
        _accepts = accepts;
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; }

    /// <inheritdoc/>
    public override IActorRefProvider Provider { get; }

    /// <summary>Lines that could not be written so far.</summary>
    public long DroppedLines => _writer.DroppedLines;

    /// <summary>Starts writing.</summary>
    /// <param name="actor">The actor that drains; null if the actor system is ending and starts none.</param>
    public void Open(IActorRef? actor)
    {
        _actor = actor;
        if (actor is null)
            Close();
    }

    /// <summary>Writes waiting events, <c>EventsPerTurn</c> at most; flushes when none is left.</summary>
    public void Drain()
    {
        Interlocked.Exchange(ref _drainRequested, 0);
        lock (_writing)
            WriteWaiting(EventsPerTurn);
        if (!_waiting.IsEmpty)
            RequestDrain();
    }

    /// <summary>Writes and flushes all events; from now on each is written by the thread that logs it.</summary>
    public void Close()
    {
        _closed = true;
        WriteInline();
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is not LogEvent e || !_accepts(e))
            return;

        _waiting.Enqueue(e);
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
        // The output logs from inside its own Write: the loop further down this stack writes the event next.
        if (_writing.IsHeldByCurrentThread)
            return;
        lock (_writing)
            WriteWaiting(int.MaxValue);
    }

    private void WriteWaiting(int most)
    {
        for (var i = 0; i < most && _waiting.TryDequeue(out var e); i++)
            _writer.Write(e);
        _writer.Flush(isIdle: _waiting.IsEmpty);
    }
}
