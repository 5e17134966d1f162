using Google.Protobuf;
using Txaio.Actors.Cluster.Serialization.Wire;
using Txaio.Actors.Cluster.Stripes;
using PackedCall = Txaio.Actors.Cluster.Stripes.PackedCall;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>Calls for tests without actors.</summary>
internal static class TestCalls
{
    /// <summary>A call to an entity, with a message of 32 bytes.</summary>
    public static StoredCall Call(string key, long due) => new()
    {
        Key = key,
        Due = due,
        Target = new Target { Shard = new Shard { Type = "orders", EntityId = key } },
        Message = new Payload
        {
            SerializerId = 4,
            Manifest = "App.Messages.Expired, App",
            Data = ByteString.CopyFrom(new byte[32]),
        },
    };

    /// <summary>The call as a stripe keeps it.</summary>
    public static PackedCall Packed(StoredCall call) =>
        PackedCall.Of(call.Key, call.Due, call.Target, call.Message);

    /// <summary>Puts a call in.</summary>
    public static bool Put(this StripeCalls calls, StoredCall call) => calls.Put(call.Key, Packed(call));
}
