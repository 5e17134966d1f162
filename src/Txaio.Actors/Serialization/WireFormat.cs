using Akka.Actor;
using Google.Protobuf;
using Txaio.Actors.Guarding;
using Txaio.Actors.Messages;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Serialization;

/// <summary>Converts messages to and from their generated wire types.</summary>
internal sealed class WireFormat
{
    private readonly ExtendedActorSystem _system;
    private readonly WireFailure _failure;
    private readonly WirePayload _payload;

    public WireFormat(ExtendedActorSystem system)
    {
        _system = system;
        _failure = new WireFailure(system);
        _payload = _failure.Values;
    }

    public IMessage Write(object message) => message switch
    {
        Resolve it => new Wire.Resolve { Value = _payload.Write(it.Value) },
        Reject it => new Wire.Reject { Cause = _failure.Write(it.Cause) },
        Cancel { Cause: { } cause } it => Cancelled(it.Reason, _failure.Write(cause)),
        Cancel { Reason: null } => new Wire.Cancel(),
        Cancel it => new Wire.Cancel { Reason = WireText.Cut(it.Reason, WireText.Message) },
        Subscribe it => new Wire.Subscribe { Subscriber = PathOf(it.Subscriber) },
        FutureResolved it => new Wire.FutureResolved { Future = PathOf(it.Future), Value = _payload.Write(it.Value) },
        FutureRejected it => new Wire.FutureRejected
        {
            Future = PathOf(it.Future),
            Cause = _failure.Write(it.Cause),
        },
        CreateFuture it => new Wire.CreateFuture
        {
            Traceparent = it.Origin.Parent ?? "",
            Tracestate = it.Origin.State ?? "",
        },
        FutureCreated it => new Wire.FutureCreated { Promise = PathOf(it.Promise) },
        CallLater it => new Wire.CallLater
        {
            DelayTicks = it.Delay.Ticks,
            Target = PathOf(it.Target),
            Message = _payload.Write(it.Message),
            Traceparent = it.Origin.Parent ?? "",
            Tracestate = it.Origin.State ?? "",
        },
        CallScheduled it => new Wire.CallScheduled { Id = it.Id },
        CancelCall it => new Wire.CancelCall
        {
            Id = it.Id,
            Traceparent = it.Origin.Parent ?? "",
            Tracestate = it.Origin.State ?? "",
        },
        CallCancelled it => new Wire.CallCancelled { Id = it.Id, Found = it.Found },
        _ => throw WireManifest.NotOurs(message),
    };

    public object Read(byte[] bytes, string manifest)
    {
        switch (manifest)
        {
            case WireManifest.Resolve:
                return new Resolve(_payload.Read(Wire.Resolve.Parser.ParseFrom(bytes).Value));
            case WireManifest.Reject:
                return new Reject(_failure.Read(Wire.Reject.Parser.ParseFrom(bytes).Cause));
            case WireManifest.Cancel:
                var cancel = Wire.Cancel.Parser.ParseFrom(bytes);
                return new Cancel(cancel.HasReason ? WireText.Cut(cancel.Reason, WireText.Message) : null)
                {
                    Cause = cancel.Cause is null ? null : _failure.Read(cancel.Cause),
                };
            case WireManifest.Subscribe:
                return new Subscribe(RefOf(Wire.Subscribe.Parser.ParseFrom(bytes).Subscriber));
            case WireManifest.FutureResolved:
                var resolved = Wire.FutureResolved.Parser.ParseFrom(bytes);
                return new FutureResolved(RefOf(resolved.Future), _payload.Read(resolved.Value));
            case WireManifest.FutureRejected:
                var rejected = Wire.FutureRejected.Parser.ParseFrom(bytes);
                return new FutureRejected(RefOf(rejected.Future), _failure.Read(rejected.Cause));
            case WireManifest.CreateFuture:
                var create = Wire.CreateFuture.Parser.ParseFrom(bytes);
                return CreateFuture.From(
                    TraceOrigin.Read(create.Traceparent, create.Tracestate), SendingNode.Here);
            case WireManifest.FutureCreated:
                return new FutureCreated(RefOf(Wire.FutureCreated.Parser.ParseFrom(bytes).Promise));
            case WireManifest.CallLater:
                return ReadCall(Wire.CallLater.Parser.ParseFrom(bytes));
            case WireManifest.CallScheduled:
                return new CallScheduled(Wire.CallScheduled.Parser.ParseFrom(bytes).Id);
            case WireManifest.CancelCall:
                var cancelled = Wire.CancelCall.Parser.ParseFrom(bytes);
                return new CancelCall(cancelled.Id)
                {
                    Origin = TraceOrigin.Read(cancelled.Traceparent, cancelled.Tracestate),
                };
            case WireManifest.CallCancelled:
                var answer = Wire.CallCancelled.Parser.ParseFrom(bytes);
                return new CallCancelled(answer.Id, answer.Found);
            case WireManifest.Failure:
                return _failure.Read(Wire.RemoteFailure.Parser.ParseFrom(bytes));
            case WireManifest.StatusFailure:
                return new Status.Failure(_failure.Read(Wire.RemoteFailure.Parser.ParseFrom(bytes)));
            default:
                throw new InvalidDataException("the manifest is not known here");
        }
    }

    // Without a text of the user's, the reason is the cause's message: old nodes read the reason only. The message of
    // the written cause is empty where the setting says not to tell it.
    private static Wire.Cancel Cancelled(string? reason, Wire.RemoteFailure cause)
    {
        var cancel = new Wire.Cancel { Cause = cause };
        if ((reason ?? cause.Message) is { Length: > 0 } text)
            cancel.Reason = WireText.Cut(text, WireText.Message);
        return cancel;
    }

    private CallLater ReadCall(Wire.CallLater call) => new(
        TimeSpan.FromTicks(call.DelayTicks),
        RefOf(call.Target),
        _payload.Read(call.Message) ?? throw new InvalidDataException("a call without a message"))
    {
        Origin = TraceOrigin.Read(call.Traceparent, call.Tracestate),
    };

    private static string PathOf(IActorRef actor) => Akka.Serialization.Serialization.SerializedActorPath(actor);

    private IActorRef RefOf(string path)
    {
        if (path.Length == 0)
            throw new InvalidDataException("an actor is missing");
        var whole = WireText.Whole(path, WireText.Path, "an actor with a path");
        return SendingNode.Here.Address is null || IsReachable(whole)
            ? _system.Provider.ResolveActorRef(whole)
            : throw new InvalidDataException("an actor at an address that no transport of this node reaches");
    }

    // Akka also resolves an address that it cannot reach, and logs a line for each such path.
    private bool IsReachable(string path)
    {
        var provider = _system.Provider;
        var protocol = provider.DefaultAddress.Protocol;
        if (path.StartsWith(protocol, StringComparison.Ordinal)
            && path.AsSpan(protocol.Length).StartsWith("://", StringComparison.Ordinal))
        {
            return true;
        }

        // Akka resolves a text that is no path, or that has no address, without a line.
        return !ActorPath.TryParse(path, out var parsed) || provider.GetExternalAddressFor(parsed.Address) is not null;
    }
}
