using Akka.Actor;
using Google.Protobuf;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Cluster.Stripes;
using Protocol = Txaio.Actors.Cluster.Protocol;
using Wire = Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>Messages, events and snapshots of durable timers, as a node of the timers' cluster writes them.</summary>
internal static class DurableMessages
{
    // The victim has two stripes; a third does not exist.
    private static readonly int[] Stripes = [0, 1, 2];

    /// <summary>One of each kind.</summary>
    /// <param name="target">The target of calls.</param>
    public static IEnumerable<object> All(IActorRef target)
    {
        var stored = new Wire.StoredCall
        {
            Key = "hostile",
            Due = 1,
            Target = Of(target.Path.ToString()),
            Message = Poison(),
        };
        var due = DateTimeOffset.UnixEpoch;
        return
        [
            .. Stripes.SelectMany(stripe => ToStripe(stripe, target)),
            new Protocol.StripeBatchStored(0, "hostile", 1, [1, 0], 1),
            new Protocol.StripeBatchFailed(0, "hostile", 1, "of a hostile node"),
            new Protocol.FoundCall("hostile", stored), new Protocol.FoundCall("hostile", null),
            new Protocol.StripeState(0, 1, 1, 1),
            new DurableCallDue("expiry", "hostile", due, 1, PoisonPill.Instance), new DurableCallDone("hostile", due),
            StripeRecord.Of(
                [PackedCall.Of(stored.Key, stored.Due, stored.Target, stored.Message)],
                [new Wire.ClientBatch { Client = "hostile", Number = 1 }],
                ["other"]),
        ];
    }

    /// <summary>A batch that schedules a call at once.</summary>
    /// <param name="stripe">The stripe.</param>
    /// <param name="key">The key of the call; also the name of the client.</param>
    /// <param name="path">The path of the target.</param>
    public static object Batch(int stripe, string key, string path) => new Protocol.StripeBatch(
        stripe,
        key,
        1,
        [
            new Wire.Change
            {
                Schedule = new Wire.Schedule { Key = key, Delay = 0, Target = Of(path), Message = Poison() },
            },
        ]);

    private static IEnumerable<object> ToStripe(int stripe, IActorRef target) =>
    [
        Batch(stripe, "hostile", target.Path.ToString()),
        new Protocol.StripeBatch(stripe, "hostile-2", 1, [new Wire.Change { Cancel = "hostile" }]),
        new Protocol.StripeBatch(stripe, "hostile-3", 1, []),
        new Protocol.StripeBatch(stripe, new string('x', 10_000), -1, [new Wire.Change()]),
        new Protocol.WakeStripe(stripe), new Protocol.FindCall(stripe, "hostile"),
        new Protocol.GetStripeState(stripe),
    ];

    private static Wire.Target Of(string path) => new() { Actor = path };

    // Akka's JSON serializer reads it as a PoisonPill.
    private static Wire.Payload Poison() => new()
    {
        SerializerId = 1,
        Manifest = $"{typeof(PoisonPill).FullName}, Akka",
        Data = ByteString.CopyFromUtf8(JsonForms.Bare(typeof(PoisonPill))),
    };
}
