using System.Runtime.Serialization;
using Akka.Actor;
using Google.Protobuf;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Serialization;

namespace Txaio.Actors.Cluster.Serialization;

/// <summary>Converts messages and events to and from their generated wire types.</summary>
internal sealed class DurableTimerFormat(ExtendedActorSystem system)
{
    private readonly CallPayload _payload = new(system);

    public IMessage Write(object message) => message switch
    {
        StripeBatch it => new Wire.StripeBatch
        {
            Stripe = it.Stripe,
            Client = it.Client,
            Number = it.Number,
            Changes = { it.Changes },
        },
        StripeBatchStored it => new Wire.StripeBatchStored
        {
            Stripe = it.Stripe,
            Client = it.Client,
            Number = it.Number,
            Clock = it.Clock,
            Results = { it.Results },
        },
        StripeBatchFailed it => new Wire.StripeBatchFailed
        {
            Stripe = it.Stripe,
            Client = it.Client,
            Number = it.Number,
            Reason = it.Reason,
        },
        WakeStripe it => new Wire.WakeStripe { Stripe = it.Stripe },
        FindCall it => new Wire.FindCall { Stripe = it.Stripe, Key = it.Key },
        FoundCall it => new Wire.FoundCall { Key = it.Key, Call = it.Call },
        GetStripeState it => new Wire.GetStripeState { Stripe = it.Stripe },
        StripeState it => new Wire.StripeState
        {
            Stripe = it.Stripe,
            Pending = it.Pending,
            Unacknowledged = it.Unacknowledged,
            NextDue = it.NextDue,
        },
        DurableCallDue it => new Wire.DurableCallDue
        {
            Timer = it.Timer,
            Key = it.Key,
            Due = it.Due.ToUnixTimeMilliseconds(),
            Attempt = it.Attempt,
            Message = Nested(it.Message),
        },
        DurableCallDone it => new Wire.DurableCallDone { Key = it.Key, Due = it.Due.ToUnixTimeMilliseconds() },
        _ => throw WireManifest.NotOurs(message),
    };

    public object Read(byte[]? bytes, string? manifest)
    {
        if (bytes is null)
            throw new InvalidDataException("there are no bytes");
        switch (manifest)
        {
            case WireManifest.StripeRecord:
                return new StripeRecord(bytes);
            case WireManifest.StripeBatch:
                var batch = Wire.StripeBatch.Parser.ParseFrom(bytes);
                return new StripeBatch(batch.Stripe, batch.Client, batch.Number, batch.Changes);
            case WireManifest.StripeBatchStored:
                var stored = Wire.StripeBatchStored.Parser.ParseFrom(bytes);
                return new StripeBatchStored(
                    stored.Stripe, stored.Client, stored.Number, stored.Results, stored.Clock);
            case WireManifest.StripeBatchFailed:
                var failed = Wire.StripeBatchFailed.Parser.ParseFrom(bytes);
                return new StripeBatchFailed(
                    failed.Stripe, failed.Client, failed.Number, BoundedLog.OneLine(failed.Reason));
            case WireManifest.WakeStripe:
                return new WakeStripe(Wire.WakeStripe.Parser.ParseFrom(bytes).Stripe);
            case WireManifest.FindCall:
                var find = Wire.FindCall.Parser.ParseFrom(bytes);
                return new FindCall(find.Stripe, find.Key);
            case WireManifest.FoundCall:
                var found = Wire.FoundCall.Parser.ParseFrom(bytes);
                return new FoundCall(found.Key, found.Call);
            case WireManifest.GetStripeState:
                return new GetStripeState(Wire.GetStripeState.Parser.ParseFrom(bytes).Stripe);
            case WireManifest.StripeState:
                var state = Wire.StripeState.Parser.ParseFrom(bytes);
                return new StripeState(state.Stripe, state.Pending, state.Unacknowledged, state.NextDue);
            case WireManifest.DurableCallDue:
                return ReadDue(Wire.DurableCallDue.Parser.ParseFrom(bytes));
            case WireManifest.DurableCallDone:
                var done = Wire.DurableCallDone.Parser.ParseFrom(bytes);
                return new DurableCallDone(done.Key, DateTimeOffset.FromUnixTimeMilliseconds(done.Due));
            default:
                throw new InvalidDataException("the manifest is not known here");
        }
    }

    private DurableCallDue ReadDue(Wire.DurableCallDue due) => new(
        due.Timer,
        due.Key,
        DateTimeOffset.FromUnixTimeMilliseconds(due.Due),
        due.Attempt,
        Nested(due.Message ?? throw new InvalidDataException("a call without a message"))
            ?? throw new InvalidDataException("a call whose message is null"));

    // A message of a call can itself hold such a message; each level uses stack.
    private Wire.Payload Nested(object message)
    {
        try
        {
            WireDepth.Enter();
        }
        catch (InvalidDataException e)
        {
            throw new SerializationException($"A message of Txaio.Actors.Cluster cannot be sent: {e.Message}.", e);
        }

        try
        {
            return _payload.Write(message);
        }
        finally
        {
            WireDepth.Leave();
        }
    }

    private object? Nested(Wire.Payload message)
    {
        WireDepth.Enter();
        try
        {
            return _payload.Read(message);
        }
        finally
        {
            WireDepth.Leave();
        }
    }
}
