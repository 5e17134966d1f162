using Google.Protobuf;
using Txaio.Actors.Cluster.Serialization.Wire;

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
}
