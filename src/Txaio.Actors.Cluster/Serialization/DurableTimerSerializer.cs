using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;
using Akka.Serialization;
using Google.Protobuf;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Loggers;
using Txaio.Actors.Serialization;

namespace Txaio.Actors.Cluster.Serialization;

/// <summary>
/// The format of durable timers' messages on the wire and of their events and snapshots in the store: Protocol Buffers,
/// with a versioned manifest for each. Bound in <c>reference.conf</c>. Not from txaio.
/// </summary>
/// <remarks>
/// The message of a call is serialized by the serializer of its type. Bytes of another node that are no message are
/// logged at warning, at most one line in ten seconds, and dropped. Any thread.
/// </remarks>
public sealed class DurableTimerSerializer : SerializerWithStringManifest
{
    /// <summary>The serializer's identifier in <c>reference.conf</c>, the same on all nodes.</summary>
    internal const int Id = 8472;

    private const int LongestManifest = 64;

    private readonly DurableTimerFormat _format;

    // Guards _log: readers of all connections log.
    private readonly Lock _gate = new();

    // Made when it is first needed: Akka makes serializers before it starts its loggers.
    private BoundedLog? _log;

    /// <summary>Made by Akka.</summary>
    /// <param name="system">The actor system whose serializers are used.</param>
    public DurableTimerSerializer(ExtendedActorSystem system)
        : base(system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _format = new DurableTimerFormat(system);
    }

    /// <summary>The manifest of a message, event or snapshot.</summary>
    /// <param name="o">The object.</param>
    /// <returns>The manifest, with the version of the format.</returns>
    /// <exception cref="ArgumentException">It is not of this library.</exception>
    public override string Manifest(object o) => WireManifest.Of(o, nameof(o));

    /// <summary>A message, event or snapshot as bytes.</summary>
    /// <param name="obj">The object.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">It is not of this library.</exception>
    /// <exception cref="SerializationException">Messages are nested more than 16 deep.</exception>
    public override byte[] ToBinary(object obj)
    {
        _ = WireManifest.Of(obj, nameof(obj));
        return obj is StripeRecord record ? record.Bytes : _format.Write(obj).ToByteArray();
    }

    /// <summary>A message, event or snapshot from bytes.</summary>
    /// <param name="bytes">The bytes; null is unreadable.</param>
    /// <param name="manifest">The manifest; null is not known.</param>
    /// <returns>
    /// The object. For unreadable bytes: an object that actors ignore, and that ends the recovery of a stripe. A stripe
    /// reads its events and snapshots itself.
    /// </returns>
    /// <exception cref="SerializationException">The bytes of a message in another message cannot be read.</exception>
    public override object FromBinary(byte[]? bytes, string? manifest)
    {
        try
        {
            return _format.Read(bytes, manifest);
        }
        catch (Exception e)
        {
            var text = $"{bytes?.Length ?? 0} bytes with manifest '{Shown(manifest)}' are no message of "
                + $"Txaio.Actors.Cluster: {BoundedLog.OneLine(e.Message)}";
            // Akka would write an exception with its stack, for each message. Only the outermost message is replaced.
            if (WireDepth.IsNested)
                throw new SerializationException(text, e);
            Warn(text);
            return UnreadMessage.Instance;
        }
    }

    private static string Shown(string? manifest) => manifest is null
        ? "null"
        : SafeText.Of(manifest, LongestManifest);

    private void Warn(string text)
    {
        lock (_gate)
        {
            _log ??= new BoundedLog(
                Logging.GetLogger(system, typeof(DurableTimerSerializer)), () => system.Scheduler.MonotonicClock);
            _log.Warning(text);
        }
    }
}
