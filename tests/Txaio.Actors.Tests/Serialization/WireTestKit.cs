using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.Serialization;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Tests.Wire;

/// <summary>The base class of tests of the serializer, with one message of each kind.</summary>
public abstract class WireTestKit : TxaioTestKit
{
    protected WireTestKit(string? config = null)
        : base(config ?? "txaio.futures.remote-failures = full")
    {
        Txaio = Sys.Txaio();
        Serializer = (TxaioMessageSerializer)Sys.Serialization.FindSerializerForType(typeof(Subscribe));
    }

    private protected ITxaio Txaio { get; }

    private protected TxaioMessageSerializer Serializer { get; }

    private protected static TraceOrigin Origin { get; } =
        TraceOrigin.Read("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1");

    // A ref whose path is the same in every run. The path has no actor, so the ref has no random number.
    private protected IActorRef Somebody =>
        ((ExtendedActorSystem)Sys).Provider.ResolveActorRef("akka://test/user/somebody");

    private protected Dictionary<string, object> OneOfEach() => new()
    {
        ["resolve"] = new Resolve("a value"),
        ["resolve-null"] = new Resolve(null),
        ["reject"] = new Reject(new RemoteFailureException("System.FormatException", "it failed", "the stack")),
        ["reject-payload"] = new Reject(new RemoteFailureException("App.Declined", "declined", "", "the data")),
        ["reject-problem"] = new Reject(
            new RemoteFailureException("App.Declined", "declined", "", null, "it could not be read")),
        ["cancel"] = new Cancel("why"),
        ["cancel-silent"] = new Cancel(),
        ["cancel-cause"] = new Cancel(new RemoteFailureException("System.TimeoutException", "too late", "the stack")),
        ["subscribe"] = new Subscribe(Somebody),
        ["future-resolved"] = new FutureResolved(Somebody, "a value"),
        ["future-rejected"] = new FutureRejected(
            Somebody, new RemoteFailureException("System.FormatException", "it failed", "the stack")),
        ["future-rejected-payload"] = new FutureRejected(
            Somebody, new RemoteFailureException("App.Declined", "declined", "", "the data")),
        ["create-future"] = CreateFuture.Instance,
        ["create-future-traced"] = CreateFuture.From(Origin),
        ["future-created"] = new FutureCreated(Somebody),
        ["call-later"] = new CallLater(TimeSpan.FromMilliseconds(1500), Somebody, "a message"),
        ["call-later-traced"] =
            new CallLater(TimeSpan.FromMilliseconds(1500), Somebody, "a message") { Origin = Origin },
        ["call-scheduled"] = new CallScheduled(0x0123456789ABCDEF),
        ["cancel-call"] = new CancelCall(-2),
        ["cancel-call-traced"] = new CancelCall(-2) { Origin = Origin },
        ["call-cancelled"] = new CallCancelled(0x0123456789ABCDEF, true),
    };

    private protected object RoundTrip(object message) =>
        Serializer.FromBinary(Serializer.ToBinary(message), Serializer.Manifest(message));
}
