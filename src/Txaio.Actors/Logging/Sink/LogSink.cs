using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.LogSinks;

/// <summary>
/// The subscriber of <c>StartLogging</c>: takes events from the event stream on the thread that publishes them, and
/// has its actor write them.
/// </summary>
/// <remarks>
/// Not the actor itself, because messages in an actor's mailbox are lost when it stops. Events wait in this queue; the
/// actor's end writes those that are left, and later events are written on the thread that logs them.
/// </remarks>
#pragma warning disable MA0097 // Refs are compared by Akka, by their path; no code orders sinks.
internal sealed class LogSink : MinimalActorRef
#pragma warning restore MA0097
{
    private const int EventsPerTurn = 256;

    private readonly ConcurrentQueue<LogEvent> _waiting = new();
    private readonly Func<LogEvent, bool> _wants;
    private readonly LogLineWriter _writer;

    // Held by the writing thread: the actor's while it lives, then the thread that logs.
    private readonly Lock _writing = new();
    private IActorRef? _actor;

    // 1 while the actor has been told to drain and has not begun; exchanged by publishers and the actor.
    private int _told;
    private volatile bool _closed;

    /// <param name="provider">The actor system's.</param>
    /// <param name="name">The name of the sink's actor, under which this ref has its path.</param>
    /// <param name="writer">Where the lines go.</param>
    /// <param name="wants">Which events are written; asked on the publisher's thread.</param>
    public LogSink(IActorRefProvider provider, string name, LogLineWriter writer, Func<LogEvent, bool> wants)
    {
        Provider = provider;
        Path = provider.RootPath / "system" / name / "events";
        _writer = writer;
        _wants = wants;
    }

    /// <inheritdoc/>
    public override ActorPath Path { get; }

    /// <inheritdoc/>
    public override IActorRefProvider Provider { get; }

    /// <summary>Lines that could not be written so far.</summary>
    public long DroppedLines => _writer.DroppedLines;

    /// <summary>Starts writing.</summary>
    /// <param name="actor">The actor that drains; null if none can be started any more.</param>
    public void Open(IActorRef? actor)
    {
        _actor = actor;
        if (actor is null)
            Close();
    }

    /// <summary>Writes up to a turn's worth of waiting events; flushes when none is left.</summary>
    public void Drain()
    {
        Interlocked.Exchange(ref _told, 0);
        lock (_writing)
            WriteWaiting(EventsPerTurn);
        if (!_waiting.IsEmpty)
            TellActor();
    }

    /// <summary>Writes and flushes everything; from here on events are written on the thread that logs them.</summary>
    public void Close()
    {
        _closed = true;
        WriteInline();
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is not LogEvent e || !_wants(e))
            return;

        _waiting.Enqueue(e);
        if (_closed)
            WriteInline();
        else
            TellActor();
    }

    private void TellActor()
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
            _actor?.Tell(LogSinkActor.DrainMessage.Instance, ActorRefs.NoSender);
    }

    private void WriteInline()
    {
        // An output that logs from inside its own Write finds its line written by the loop below it.
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
