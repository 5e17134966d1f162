using Akka.Actor;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>Actors that a node deploys on the victim, by Akka's remote deployment.</summary>
public static class Deployments
{
    /// <summary>Deploys actors below the victim's actors, and actors of the library's own classes.</summary>
    /// <param name="assault">The attack.</param>
    public static void Send(Assault assault)
    {
        var daemon = assault.RefOf("/remote");
        var scope = new Deploy(new RemoteScope(assault.Own.Path.Address));
        foreach (var type in typeof(ITxaio).Assembly.GetTypes().Where(static type =>
            type.IsAssignableTo(typeof(ActorBase)) && type is { IsAbstract: false, ContainsGenericParameters: false }))
        {
            foreach (var target in assault.Targets)
            {
                var props = new Props(type).WithDeploy(scope);
                var path = $"{daemon.Path}/hostile/{target.Path.Name}";
                Deploy(daemon, path, target);
                Deploy(daemon, $"{target.Path}", assault.Own);
                Deploy(target, path, assault.Own);

                void Deploy(IActorRef receiver, string at, IActorRef supervisor) => assault.To(
                    receiver,
                    "DaemonMsgCreate",
                    Attacks.Internal("DaemonMsgCreate", props, scope, at, supervisor),
                    ActorRefs.NoSender);
            }
        }
    }
}
