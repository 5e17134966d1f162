using Akka.Actor;
using Txaio.Actors.Loops.Closing;

namespace Txaio.Actors.Futures.Asking;

/// <summary>An Ask with a reply of any type, with one attempt or with several.</summary>
internal interface IAsk : ILoopDependent
{
    /// <summary>Whether the Ask has its reply, or has failed.</summary>
    bool IsCalled { get; }

    /// <summary>Called when a message with this Ask as its sender became a dead letter.</summary>
    void Undelivered(object undelivered, IActorRef recipient);

    /// <summary>Called when a message with this Ask as its sender was not handled.</summary>
    void Unhandled(object unhandled, IActorRef recipient);
}
