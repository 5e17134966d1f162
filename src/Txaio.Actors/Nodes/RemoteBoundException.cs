namespace Txaio.Actors;

/// <summary>
/// A message of another node was refused by a bound under <c>txaio.remote</c>. This exception is the cause of the
/// <c>Status.Failure</c> that this node replies. An actor on another node gets a <see cref="RemoteFailureException"/>
/// with the same text instead.
/// </summary>
/// <remarks>
/// The message had no effect. It may be sent again when promises have completed, or when calls were told or
/// cancelled. Not from txaio.
/// </remarks>
public sealed class RemoteBoundException : InvalidOperationException
{
    /// <summary>A refusal by a bound.</summary>
    /// <param name="setting">The full path of the setting.</param>
    /// <param name="limit">The value of the setting.</param>
    /// <param name="node">The address of the node; null for a bound on all nodes together.</param>
    public RemoteBoundException(string setting, int limit, string? node)
        : base($"{setting} = {limit} allows no more for {node ?? "other nodes"}.")
    {
        Setting = setting;
        Limit = limit;
    }

    /// <summary>The full path of the setting.</summary>
    public string Setting { get; }

    /// <summary>The value of the setting.</summary>
    public int Limit { get; }
}
