namespace Txaio.Actors.Nodes;

/// <summary>A promise, call or subscriber that is held for an actor of another node, or for the node.</summary>
internal interface IHeldForNode
{
    /// <summary>
    /// Releases this object: the actor has ended, or Akka's failure detector reports the end of the node. Any thread.
    /// </summary>
    void Ended();
}
