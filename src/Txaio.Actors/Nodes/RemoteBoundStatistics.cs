namespace Txaio.Actors;

/// <summary>The use of one bound under <c>txaio.remote</c>.</summary>
/// <param name="Setting">The full path of the setting, such as <c>txaio.remote.promises</c>.</param>
/// <param name="Held">How much is held for all other nodes together, in the unit of the setting.</param>
/// <param name="Limit">The setting's value; 0: no bound.</param>
/// <param name="Refused">
/// Messages that were refused since the start, by this bound or by the bound on one node. For completed promises: how
/// often a reservation failed, so that a promise is removed earlier or is not kept.
/// </param>
public readonly record struct RemoteBoundStatistics(string Setting, long Held, int Limit, long Refused)
{
    /// <summary>
    /// Whether reaching the bound refuses messages. False for completed promises, whose oldest are removed instead.
    /// </summary>
    public bool RefusesMessages { get; init; } = true;

    /// <summary>Whether the bound on all nodes is reached, so that messages of every node are refused.</summary>
    public bool IsMet => RefusesMessages && Limit > 0 && Held >= Limit;
}
