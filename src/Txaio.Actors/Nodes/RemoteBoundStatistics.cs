namespace Txaio.Actors;

/// <summary>How much is held for other nodes of what one setting under <c>txaio.remote</c> bounds.</summary>
/// <param name="Setting">The full path of the setting, as <c>txaio.remote.promises</c>.</param>
/// <param name="Held">How much is held for all other nodes together, in the unit of the setting.</param>
/// <param name="Limit">The setting's value; 0: no bound.</param>
/// <param name="Refused">
/// Messages that were refused since the start, because of this bound or of the one on a single node. For completed
/// promises: how often one could be found no longer, or not at all, because of it.
/// </param>
public readonly record struct RemoteBoundStatistics(string Setting, long Held, int Limit, long Refused)
{
    /// <summary>Whether nothing more is taken from any node.</summary>
    public bool IsMet => Limit > 0 && Held >= Limit;
}
