using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Configuration;
using Txaio.Actors.Messages;
using Txaio.Actors.Serialization;

namespace Txaio.Actors.Api.Startup;

/// <summary>
/// Refuses to start when messages could not be sent or read. Akka only warns of a serializer that it cannot create or
/// that shares its identifier with another; later each message would fail.
/// </summary>
internal static class SerializerCheck
{
    private const string Name = "akka.actor.serializers.txaio";
    private const string Identifiers = "akka.actor.serialization-identifiers";
    private const string Bindings = "akka.actor.serialization-bindings";
    private const string Remedy = "leave it out, reference.conf has it";

    private static readonly Type Ours = typeof(TxaioMessageSerializer);

    private static readonly Type[] Messages =
    [
        typeof(Resolve), typeof(Reject), typeof(Cancel), typeof(Subscribe), typeof(FutureResolved),
        typeof(FutureRejected), typeof(CreateFuture), typeof(FutureCreated), typeof(CallLater), typeof(CallScheduled),
        typeof(CancelCall), typeof(CallCancelled),
    ];

    /// <summary>Checks the serializers that Akka has made from the configuration.</summary>
    /// <exception cref="ConfigurationException">One line: path, value and allowed values.</exception>
    public static void Run(ExtendedActorSystem system)
    {
        var config = system.Settings.Config;
        var name = config.GetString(Name);
        if (name is null || Type.GetType(name) != Ours)
            throw Refused(Name, name, $"must be {NameOf(Ours)}; {Remedy}");
        CheckIdentifiers(config);
        foreach (var message in Messages)
        {
            var found = system.Serialization.FindSerializerForType(message);
            if (found is not TxaioMessageSerializer)
                throw Refused($"{Bindings}.\"{NameOf(message)}\"", found.GetType().ToString(), $"must be txaio; {Remedy}");
        }

        CheckInstances(system, config);
    }

    private static void CheckIdentifiers(Config config)
    {
        foreach (var (type, id) in config.GetConfig(Identifiers).AsEnumerable())
        {
            var isOurs = Type.GetType(type) == Ours;
            var isId = id.GetString() == $"{TxaioMessageSerializer.Id}";
            if (isOurs && !isId)
                throw Refused($"{Identifiers}.\"{type}\"", id.GetString(), $"must be {TxaioMessageSerializer.Id}; {Remedy}");
            if (!isOurs && isId)
                throw Taken($"{Identifiers}.\"{type}\"", id.GetString());
        }
    }

    // Code may also add serializers and set their identifiers. If two have the same identifier, Akka keeps the later
    // one.
    private static void CheckInstances(ExtendedActorSystem system, Config config)
    {
        foreach (var (type, _) in config.GetConfig(Bindings).AsEnumerable())
        {
            if (Type.GetType(type) is { } bound
                && system.Serialization.FindSerializerForType(bound)
                    is { Identifier: TxaioMessageSerializer.Id } other and not TxaioMessageSerializer)
            {
                throw Taken($"the identifier of {other.GetType()}", $"{TxaioMessageSerializer.Id}");
            }
        }

        if (!ReadsOurs(system.Serialization))
            throw Taken("the identifier of one of your serializers", $"{TxaioMessageSerializer.Id}");
    }

    // Akka cannot look up a serializer by its identifier, so this reads a message. CreateFuture is zero bytes long.
    private static bool ReadsOurs(Akka.Serialization.Serialization serialization)
    {
        try
        {
            return serialization.Deserialize([], TxaioMessageSerializer.Id, WireManifest.CreateFuture) is CreateFuture;
        }
        catch (Exception)
        {
            // Another serializer has our identifier; it cannot read our message.
            return false;
        }
    }

    private static ConfigurationException Taken(string path, string value) => Refused(
        path, value, $"must be another number: other nodes know the messages of Txaio.Actors by {TxaioMessageSerializer.Id}");

    private static ConfigurationException Refused(string path, string? value, string allowed) =>
        new($"{path} = {(value is null ? "(nothing)" : HoconValues.OneLine(value))}: {allowed}");

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
