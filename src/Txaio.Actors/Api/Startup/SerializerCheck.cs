using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Configuration;
using Txaio.Actors.Messages;
using Txaio.Actors.Serialization;

namespace Txaio.Actors.Api.Startup;

/// <summary>
/// Refuses to start where messages could not be sent or read. Akka itself only warns of a serializer that it cannot
/// make, or that shares its identifier with another, and each message would fail later.
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

    /// <summary>Looks at what Akka made of the configuration.</summary>
    /// <exception cref="ConfigurationException">One line: the path, the value, and what is allowed.</exception>
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

    // Serializers may have their identifier in code, and be given in code. Of two with one, Akka keeps the later one.
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
            throw Taken("the identifier of a serializer of yours", $"{TxaioMessageSerializer.Id}");
    }

    // Akka does not hand out serializers by their identifier. Without bytes, this is a whole message of ours.
    private static bool ReadsOurs(Akka.Serialization.Serialization serialization)
    {
        try
        {
            return serialization.Deserialize([], TxaioMessageSerializer.Id, WireManifest.CreateFuture) is CreateFuture;
        }
        catch (Exception)
        {
            // Of another serializer, which cannot read it.
            return false;
        }
    }

    private static ConfigurationException Taken(string path, string value) => Refused(
        path, value, $"must be another number: other nodes know the messages of Txaio.Actors by {TxaioMessageSerializer.Id}");

    private static ConfigurationException Refused(string path, string? value, string allowed) =>
        new($"{path} = {(value is null ? "(nothing)" : HoconValues.OneLine(value))}: {allowed}");

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
