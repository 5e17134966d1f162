using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Wamp.Transport;

/// <summary>The messages that wait to be sent on one connection. Their number and bytes are bounded, because a peer may
/// stop reading. Any thread may add.</summary>
internal sealed class Outbox(Limits limits)
{
    private readonly Channel<Message> _queue = Channel.CreateBounded<Message>(
        new BoundedChannelOptions(limits.OutboxMessages) { SingleReader = true });

    private long _weight;
    private volatile bool _completed;

    // GOODBYE or ABORT was taken. Only the sending task uses the field.
    private bool _lastTaken;

    /// <summary>Adds a message. After <see cref="Complete"/> the outbox drops it, as the connection ends.</summary>
    /// <returns>False when the outbox is full.</returns>
    public bool TryAdd(Message message)
    {
        if (Interlocked.Add(ref _weight, message.Weight) <= limits.OutboxBytes && _queue.Writer.TryWrite(message))
            return true;
        Interlocked.Add(ref _weight, -message.Weight);
        return _completed;
    }

    /// <summary>Takes no more messages. The sending task sends the rest and closes the connection.</summary>
    public void Complete()
    {
        _completed = true;
        _queue.Writer.TryComplete();
    }

    /// <summary>Takes the next message to send. Nothing follows GOODBYE or ABORT.</summary>
    public bool TryTake([NotNullWhen(true)] out Message? message)
    {
        while (_queue.Reader.TryRead(out message))
        {
            if (!_lastTaken)
            {
                _lastTaken = message is Goodbye or Abort;
                return true;
            }

            Sent(message);
        }

        return false;
    }

    public ValueTask<bool> WaitAsync() => _queue.Reader.WaitToReadAsync();

    /// <summary>Frees the place of a message that has been sent.</summary>
    public void Sent(Message message) => Interlocked.Add(ref _weight, -message.Weight);
}

/// <summary>The bounds of one connection.</summary>
/// <param name="MessageSize">The most bytes of a message from the peer.</param>
/// <param name="OutboxMessages">The most messages that may wait to be sent.</param>
/// <param name="OutboxBytes">The most bytes of these messages.</param>
internal sealed record Limits(int MessageSize, int OutboxMessages, long OutboxBytes);
