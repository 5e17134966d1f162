namespace Txaio.Actors.Hosting;

/// <summary>
/// The section <c>txaio.remote</c>: what other nodes may make this one hold by message. 0: no bound. What is null keeps
/// what the HOCON says. Not from txaio.
/// </summary>
public sealed class TxaioRemoteOptions
{
    /// <summary>Pending promises that <c>CreateFuture</c> messages of other nodes made.</summary>
    public int? Promises { get; set; }

    /// <summary>The same for one node.</summary>
    public int? PromisesPerNode { get; set; }

    /// <summary>Calls that <c>CallLater</c> messages of other nodes scheduled.</summary>
    public int? Calls { get; set; }

    /// <summary>The same for one node.</summary>
    public int? CallsPerNode { get; set; }

    /// <summary>What the messages of those calls took on the wire, in units of 1000 bytes.</summary>
    public int? CallKilobytes { get; set; }

    /// <summary>The same for one node.</summary>
    public int? CallKilobytesPerNode { get; set; }

    /// <summary>Whether the calls of an actor of another node are dropped when it has ended.</summary>
    public bool? CallsEndWithSender { get; set; }

    /// <summary>Subscribers and watchers of other nodes, over all pending promises.</summary>
    public int? Subscribers { get; set; }

    /// <summary>The same for one node; and how many of its subscribers a completed promise answers in a minute.</summary>
    public int? SubscribersPerNode { get; set; }

    /// <summary>Completed promises that other nodes made or completed, and that can still be found.</summary>
    public int? Completed { get; set; }

    /// <summary>The same for one node.</summary>
    public int? CompletedPerNode { get; set; }

    /// <summary>What the messages that completed them took on the wire, in units of 1000 bytes.</summary>
    public int? CompletedKilobytes { get; set; }

    /// <summary>The same for one node.</summary>
    public int? CompletedKilobytesPerNode { get; set; }
}
