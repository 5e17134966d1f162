using Akka.Actor;
using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Asking;

/// <summary>An Ask with a reply of any type.</summary>
internal interface IAsk : ILoopDependent, ICallback
{
    /// <summary>Whether the Ask has its reply, or has failed.</summary>
    bool IsCalled { get; }

    /// <summary>
    /// When the Ask times out, in ticks of the scheduler's clock; only for an Ask without a timer call.
    /// </summary>
    long Due { get; }

    /// <summary>The actor that was asked.</summary>
    ICanTell Target { get; }

    /// <summary>Sets the timer call that times the Ask out.</summary>
    void SetTimeoutCall(DelayedCall call);

    /// <summary>Fails the Ask, because no reply came in time. Runs in the actor of a bucket.</summary>
    void TimedOut();

    /// <summary>Called when a message with this Ask as its sender became a dead letter.</summary>
    void Undelivered(object undelivered, IActorRef recipient);

    /// <summary>Called when a message with this Ask as its sender was not handled.</summary>
    void Unhandled(object unhandled, IActorRef recipient);

    void ICallback.Run(object? state) => TimedOut();

    string ICallback.Describe(object? state) => $"the timeout of an Ask of {ObjectText.Of(Target)}";
}
