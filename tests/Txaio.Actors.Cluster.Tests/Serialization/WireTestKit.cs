using Akka.Actor;
using Google.Protobuf;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Cluster.Stripes;
using Txaio.Actors.Cluster.Tests.Stripes;
using Wire = Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Tests.Serialization;

/// <summary>The base class of tests of the serializer, with one object of each kind.</summary>
public abstract class WireTestKit : StripeTestKit
{
    private protected WireTestKit()
        : base("akka { loggers = [], stdout-loglevel = OFF }") =>
        Serializer = (DurableTimerSerializer)Sys.Serialization.FindSerializerForType(typeof(DurableCallDone));

    private protected DurableTimerSerializer Serializer { get; }

    private protected static Dictionary<string, object> OneOfEach() => new()
    {
        ["stripe-batch"] = new StripeBatch(3, "client", 7, [Scheduled(), new Wire.Change { Cancel = "cancelled" }]),
        ["stripe-batch-stored"] = new StripeBatchStored(3, "client", 7, [1_767_225_601_000, 1, 0], 1_767_225_600_123),
        ["stripe-batch-failed"] = new StripeBatchFailed(3, "client", 7, "the store failed: disk full"),
        ["wake-stripe"] = new WakeStripe(3),
        ["find-call"] = new FindCall(3, "key"),
        ["found-call"] = new FoundCall("key", TestCalls.Call("key", 1_767_225_601_000)),
        ["found-no-call"] = new FoundCall("key", null),
        ["get-stripe-state"] = new GetStripeState(3),
        ["stripe-state"] = new StripeState(3, 100_000, 1_000, 1_767_225_601_000),
        ["durable-call-due"] = new DurableCallDue("timer", "key", Due, 2, "message"),
        ["durable-call-done"] = new DurableCallDone("key", Due),
        ["stripe-record-event"] = StripeRecord.Of(
            [TestCalls.Packed(TestCalls.Call("scheduled", 1_767_225_601_000))],
            [Batch()],
            ["cancelled"],
            [new Wire.DurableCallDone { Key = "done", Due = 1_767_225_600_000 }]),
        ["stripe-record-snapshot"] = StripeRecord.Of(
            [TestCalls.Packed(TestCalls.Call("key", 1_767_225_601_000))], [Batch()]),
    };

    private static DateTimeOffset Due => DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_601_000);

    private static Wire.ClientBatch Batch() => new()
    {
        Client = "client",
        Number = 7,
        Found = ByteString.CopyFrom(5),
        At = 1_767_225_600_000,
    };

    private static Wire.Change Scheduled() => new()
    {
        Schedule = new Wire.Schedule
        {
            Key = "key",
            Delay = 1_500,
            Target = new Wire.Target { Actor = "akka://app/user/target" },
            Message = new Wire.Payload { SerializerId = 17, Manifest = "S", Data = ByteString.CopyFromUtf8("message") },
        },
    };
}
