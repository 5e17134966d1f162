namespace Txaio.Actors.Nodes;

/// <summary>The section <c>txaio.remote</c>, read and checked. 0: no bound.</summary>
/// <param name="Promises">Promises that <c>CreateFuture</c> of other nodes made and that are pending.</param>
/// <param name="PromisesPerNode">The same for one node.</param>
/// <param name="Calls">Calls that <c>CallLater</c> of other nodes scheduled.</param>
/// <param name="CallsPerNode">The same for one node.</param>
/// <param name="CallKilobytes">The size on the wire of the messages of those calls.</param>
/// <param name="CallKilobytesPerNode">The same for one node.</param>
/// <param name="CallsEndWithSender">Whether calls of an actor of another node are dropped when the actor ends.</param>
/// <param name="Subscribers">Subscribers and watchers of other nodes, over all pending promises.</param>
/// <param name="SubscribersPerNode">
/// The same for one node. Also how many of its subscribers one completed promise replies to in a minute.
/// </param>
/// <param name="LateAnswers">Answers of completed promises to subscribers of other nodes within a minute.</param>
/// <param name="LateAnswersPerNode">The same for one node.</param>
/// <param name="Completed">Completed promises that other nodes made or completed, and that can be found.</param>
/// <param name="CompletedPerNode">The same for one node.</param>
/// <param name="CompletedKilobytes">The size on the wire of the messages that completed those promises.</param>
/// <param name="CompletedKilobytesPerNode">The same for one node.</param>
internal sealed record RemoteSettings(
    int Promises,
    int PromisesPerNode,
    int Calls,
    int CallsPerNode,
    int CallKilobytes,
    int CallKilobytesPerNode,
    bool CallsEndWithSender,
    int Subscribers,
    int SubscribersPerNode,
    int LateAnswers,
    int LateAnswersPerNode,
    int Completed,
    int CompletedPerNode,
    int CompletedKilobytes,
    int CompletedKilobytesPerNode);
