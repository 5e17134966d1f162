using System.Threading.Channels;
using Wamp.Protocol;

namespace Wamp.Transport;

/// <summary>The messages that wait to be sent on one connection: bounded, so that a peer that does not read holds no
/// memory without end. For any thread.</summary>
internal sealed class Outbox(Limits limits)
{
    private readonly Channel<Message> _queue = Channel.CreateBounded<Message>(
        new BoundedChannelOptions(limits.OutboxMessages) { SingleReader = true });

    private long _weight;
    private volatile bool _completed;

    /// <summary>Adds a message. After <see cref="Complete"/> it is dropped: the connection ends.</summary>
    /// <returns>False when the peer reads too slowly for it.</returns>
    public bool TryAdd(Message message)
    {
        if (Interlocked.Add(ref _weight, message.Weight) <= limits.OutboxBytes && _queue.Writer.TryWrite(message))
            return true;
        Interlocked.Add(ref _weight, -message.Weight);
        return _completed;
    }

    /// <summary>What was added is sent, and then the connection is closed.</summary>
    public void Complete()
    {
        _completed = true;
        _queue.Writer.TryComplete();
    }

    public bool TryTake(out Message? message) => _queue.Reader.TryRead(out message);

    public ValueTask<bool> WaitAsync() => _queue.Reader.WaitToReadAsync();

    /// <summary>The message has been sent: its place is free.</summary>
    public void Sent(Message message) => Interlocked.Add(ref _weight, -message.Weight);
}

/// <summary>What one connection may hold.</summary>
/// <param name="MessageSize">Bytes of a message that comes.</param>
/// <param name="OutboxMessages">Messages that wait to be sent.</param>
/// <param name="OutboxBytes">Bytes of these messages.</param>
internal sealed record Limits(int MessageSize, int OutboxMessages, long OutboxBytes);
