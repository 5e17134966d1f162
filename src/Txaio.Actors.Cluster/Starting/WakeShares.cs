using System.Collections.Immutable;
using Akka.Cluster;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>
/// Divides the stripes among the nodes that wake them, so that many nodes do not send as many messages for each stripe.
/// All nodes that know the same members divide in the same way.
/// </summary>
/// <param name="self">This node.</param>
/// <param name="role">The role of the nodes that run stripes; empty for all.</param>
internal sealed class WakeShares(UniqueAddress self, string role)
{
    private ImmutableSortedSet<Member> _members = ImmutableSortedSet.Create<Member>(ByAddress.Instance);

    /// <summary>Takes the members that are up.</summary>
    public void Set(IEnumerable<Member> members) =>
        _members = _members.Clear().Union(members.Where(IsCounted));

    /// <summary>A member has changed.</summary>
    public void Change(Member member) =>
        _members = IsCounted(member) ? _members.Remove(member).Add(member) : _members.Remove(member);

    /// <summary>The stripes that this node wakes; none while it is not up.</summary>
    public IEnumerable<int> Of(int stripes)
    {
        var index = 0;
        foreach (var member in _members)
        {
            if (member.UniqueAddress.Equals(self))
                return Enumerable.Range(0, stripes).Where(stripe => stripe % _members.Count == index);
            index++;
        }

        return [];
    }

    private bool IsCounted(Member member) =>
        member.Status == MemberStatus.Up && (role.Length == 0 || member.HasRole(role));

    private sealed class ByAddress : IComparer<Member>
    {
        public static readonly ByAddress Instance = new();

        public int Compare(Member? x, Member? y)
        {
            var addresses = Member.AddressOrdering.Compare(x!.Address, y!.Address);
            return addresses != 0 ? addresses : x.UniqueAddress.Uid.CompareTo(y.UniqueAddress.Uid);
        }
    }
}
