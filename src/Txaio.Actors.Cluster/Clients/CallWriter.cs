using Akka.Actor;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>Makes changes from the arguments of calls, in the thread that calls. Any thread.</summary>
/// <param name="system">The actor system.</param>
/// <param name="timer">The timer's name.</param>
/// <param name="mostBytes">The most bytes of a change.</param>
internal sealed class CallWriter(ExtendedActorSystem system, string timer, int mostBytes)
{
    private readonly Address _address = system.Provider.DefaultAddress;
    private readonly CallPayload _payloads = new(system);

    /// <summary>A call that is due after a delay.</summary>
    public Change Schedule(string key, TimeSpan delay, CallTarget target, object message)
    {
        var schedule = Written(key, target, message);
        schedule.Delay = CallChecks.Delay(delay);
        return Checked(new Change { Schedule = schedule });
    }

    /// <summary>A call that is due at a time.</summary>
    public Change Schedule(string key, DateTimeOffset due, CallTarget target, object message)
    {
        var schedule = Written(key, target, message);
        schedule.Due = CallChecks.Due(due, system.Scheduler.Now);
        return Checked(new Change { Schedule = schedule });
    }

    /// <summary>The cancel of a key's call.</summary>
    public static Change Cancel(string key)
    {
        CallChecks.Key(key);
        return new Change { Cancel = key };
    }

    private Schedule Written(string key, CallTarget target, object message)
    {
        CallChecks.Key(key);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(message);
        return new Schedule { Key = key, Target = Of(target), Message = Of(message) };
    }

    private Target Of(CallTarget target)
    {
        switch (target)
        {
            case ShardTarget shard:
                CallChecks.Text(shard.Type, "The type of the target", nameof(target));
                CallChecks.Text(shard.EntityId, "The entity id of the target", nameof(target));
                return new Target { Shard = new Shard { Type = shard.Type, EntityId = shard.EntityId } };
            case ActorTarget actor:
                CallChecks.Text(actor.Path, "The path of the target", nameof(target));
                return new Target { Actor = Whole(actor.Parsed) };
            default:
                throw new ArgumentException($"{target.GetType()} is not a known target.", nameof(target));
        }
    }

    private string Whole(ActorPath path) => path.Address.HasLocalScope && path.Address.System != _address.System
        ? throw new ArgumentException(
            $"The target {BoundedLog.OneLine(path.ToString())} has no host and is not of this actor system, "
            + $"{_address.System}.",
            "target")
        : path.ToStringWithAddress(_address);

    private Payload Of(object message)
    {
        Payload payload;
        try
        {
            payload = Akka.Serialization.Serialization.WithTransport(system, () => _payloads.Write(message));
        }
        catch (Exception e)
        {
            var cause = e.GetBaseException();
            throw new ArgumentException(
                $"The message, a {message.GetType()}, cannot be serialized: {cause.GetType().Name}: "
                    + BoundedLog.OneLine(cause.Message),
                nameof(message),
                e);
        }

        CallChecks.Text(payload.Manifest, "The manifest of the message's serializer", nameof(message));
        return payload;
    }

    private Change Checked(Change change)
    {
        var bytes = change.CalculateSize();
        return bytes <= mostBytes
            ? change
            : throw new ArgumentException(
                $"The call has {bytes} bytes: txaio.cluster.timers.{timer}.call-kilobytes = {mostBytes / 1000} allows "
                + "no more.",
                "message");
    }
}
