using Akka.Actor;
using Akka.Cluster;

namespace DurableCalls.Demo;

/// <summary>Counts the members that are up, and completes a task when there are enough.</summary>
internal sealed class ClusterFormed : ReceiveActor
{
    public ClusterFormed(int members, TaskCompletionSource formed)
    {
        var cluster = Akka.Cluster.Cluster.Get(Context.System);
        var up = new HashSet<Address>();
        Receive<ClusterEvent.MemberUp>(member =>
        {
            up.Add(member.Member.Address);
            if (up.Count < members)
                return;
            formed.TrySetResult();
            Context.Stop(Self);
        });
        ReceiveAny(static _ => { });
        cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MemberUp));
    }

    /// <summary>The actor; it stops when the task is completed.</summary>
    public static Props Props(int members, TaskCompletionSource formed) =>
        Akka.Actor.Props.Create(() => new ClusterFormed(members, formed));
}
