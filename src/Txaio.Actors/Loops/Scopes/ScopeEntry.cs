namespace Txaio.Actors.Loops.Scopes;

/// <summary>The place of a member in the list of its <see cref="CancelScope"/>.</summary>
internal sealed class ScopeEntry(CancelScope scope, IScopeMember member)
{
    public CancelScope Scope => scope;

    public IScopeMember Member => member;

    /// <summary>Whether the function awaits the member. Guarded by the scope's lock, as the links are.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>Whether the entry is in the list.</summary>
    public bool IsListed { get; set; }

    /// <summary>The entry that was added before this entry.</summary>
    public ScopeEntry? Older { get; set; }

    /// <summary>The entry that was added after this entry.</summary>
    public ScopeEntry? Newer { get; set; }

    /// <summary>Removes the member, which has ended. Any thread.</summary>
    public void Remove() => scope.Remove(this);
}
