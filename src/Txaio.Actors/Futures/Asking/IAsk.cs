using Akka.Actor;
using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Asking;

/// <summary>An Ask, whatever the type of its answer.</summary>
internal interface IAsk : ILoopDependent, ICallback
{
    /// <summary>Whether it has its reply, or has failed.</summary>
    bool IsCalled { get; }

    /// <summary>When it times out, in ticks of the scheduler's clock, unless it has a call for that.</summary>
    long Due { get; }

    /// <summary>The actor that was asked.</summary>
    ICanTell Target { get; }

    /// <summary>Tells the Ask that <paramref name="call"/> times it out.</summary>
    void HasCall(DelayedCall call);

    /// <summary>No answer came in the time allowed. Runs in the actor of a bucket.</summary>
    void TimedOut();

    /// <summary>A message with this Ask as its sender became a dead letter.</summary>
    void Undelivered(object undelivered, IActorRef recipient);

    /// <summary>A message with this Ask as its sender was not handled.</summary>
    void Unhandled(object unhandled, IActorRef recipient);

    void ICallback.Run(object? state) => TimedOut();

    string ICallback.Describe(object? state) => $"the timeout of an Ask of {ObjectText.Of(Target)}";
}
