namespace Txaio.Actors.Hosting;

/// <summary>
/// The section <c>txaio.remote</c>: bounds on the memory that messages of other nodes can use here. 0: no bound. An
/// option that is null keeps the HOCON's value. Not from txaio.
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

    /// <summary>Size on the wire of the messages of those calls, in units of 1000 bytes.</summary>
    public int? CallKilobytes { get; set; }

    /// <summary>The same for one node.</summary>
    public int? CallKilobytesPerNode { get; set; }

    /// <summary>Whether the calls of an actor of another node are dropped when the actor has ended.</summary>
    public bool? CallsEndWithSender { get; set; }

    /// <summary>Subscribers and watchers of other nodes, over all pending promises.</summary>
    public int? Subscribers { get; set; }

    /// <summary>
    /// The same for one node. Also how many of its subscribers one completed promise replies to in a minute.
    /// </summary>
    public int? SubscribersPerNode { get; set; }

    /// <summary>Answers of completed promises to subscribers of other nodes within a minute.</summary>
    public int? LateAnswers { get; set; }

    /// <summary>The same for one node.</summary>
    public int? LateAnswersPerNode { get; set; }

    /// <summary>Completed promises that other nodes made or completed, and that can still be found.</summary>
    public int? Completed { get; set; }

    /// <summary>The same for one node.</summary>
    public int? CompletedPerNode { get; set; }

    /// <summary>Size on the wire of the messages that completed those promises, in units of 1000 bytes.</summary>
    public int? CompletedKilobytes { get; set; }

    /// <summary>The same for one node.</summary>
    public int? CompletedKilobytesPerNode { get; set; }
}
