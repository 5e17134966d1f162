namespace Txaio.Actors;

/// <summary>
/// This node holds as much for other nodes as one of the settings under <c>txaio.remote</c> allows, or as much for the
/// node that sent the message. The cause of the <c>Status.Failure</c> that answers it; an actor of another node gets
/// an <see cref="InvalidOperationException"/> with the same text.
/// </summary>
/// <remarks>
/// Nothing was done. The message may be sent again once promises have completed, or calls were told or cancelled. Not
/// from txaio.
/// </remarks>
public sealed class RemoteBoundException : InvalidOperationException
{
    /// <summary>Names the setting, its value, and the node if the bound is on one.</summary>
    /// <param name="setting">The full path of the setting.</param>
    /// <param name="limit">Its value.</param>
    /// <param name="node">The address of the node; null for a bound on all nodes together.</param>
    public RemoteBoundException(string setting, int limit, string? node)
        : base($"{setting} = {limit} allows no more for {node ?? "other nodes"}.")
    {
        Setting = setting;
        Limit = limit;
    }

    /// <summary>The full path of the setting.</summary>
    public string Setting { get; }

    /// <summary>Its value.</summary>
    public int Limit { get; }
}
