namespace Txaio.Actors.Nodes;

/// <summary>Something that is held for an actor of another node, or for the node.</summary>
internal interface IHeldForNode
{
    /// <summary>That actor, or the node, has ended, as Akka's failure detector has it: lets go. Any thread.</summary>
    void Ended();
}
