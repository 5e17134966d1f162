using System.Reflection;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>
/// The types of messages, found by reflection. Akka's JSON serializer makes an object of each of them, with any contents,
/// so a type needs no entry in a list to be part of the attack.
/// </summary>
public static class MessageTypes
{
    // What marks a message: of Akka's, of the library's and of the durable timers'.
    private static readonly Type[] Marks =
    [
        typeof(IAutoReceivedMessage), typeof(IPossiblyHarmful), typeof(ISystemMessage), typeof(IWrappedMessage),
        typeof(INoSerializationVerificationNeeded), typeof(IDeadLetterSuppression), typeof(Status),
    ];

    // Messages without a mark.
    private static readonly string[] Unmarked =
    [
        "DaemonMsgCreate", "ActorIdentity", "StopChild", "TerminationHook", "TerminationHookDone",
        "RegisterTerminationHook", "CurrentRegions",
    ];

    /// <summary>The messages of the library's packages, public and internal.</summary>
    public static IReadOnlyList<Type> Own { get; } = In("Txaio.Actors", "Txaio.Actors.Cluster")
        .Where(static type => IsMarked(type) || IsRecord(type)
            || type.Namespace is "Txaio.Actors.Messages" or "Txaio.Actors.Cluster.Messages"
                or "Txaio.Actors.Cluster.Protocol")
        .ToList();

    /// <summary>The messages of Akka's packages that the library uses, public and internal.</summary>
    public static IReadOnlyList<Type> Akkas { get; } =
        In(
            "Akka", "Akka.Remote", "Akka.Cluster", "Akka.Cluster.Sharding", "Akka.Cluster.Tools", "Akka.DistributedData",
            "Akka.Persistence")
            .Where(static type => IsMarked(type) || IsOfService(type) || Unmarked.Contains(type.Name))
            .ToList();

    // The interfaces and names of what the cluster, its regions and the replicator tell.
    private static bool IsOfService(Type type) =>
        type.DeclaringType == typeof(Akka.Cluster.ClusterEvent)
        || type.GetInterfaces().Any(static marker => marker.Name is "IReplicatorMessage" or "IUpdateFailure");

    private static bool IsMarked(Type type) => Marks.Any(mark => mark.IsAssignableFrom(type));

    // The compiler gives each record this method.
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static IEnumerable<Type> In(params string[] assemblies) => assemblies
        .SelectMany(static name => Assembly.Load(name).GetTypes())
        .Where(static type => type is { IsAbstract: false, IsInterface: false, ContainsGenericParameters: false })
        .Where(static type => !type.IsAssignableTo(typeof(ActorBase)) && !type.IsAssignableTo(typeof(IActorRef))
            && !type.IsAssignableTo(typeof(Exception)));
}
