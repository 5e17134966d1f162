using Akka.Actor;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Futures.Asking;

/// <summary>An Ask of one attempt, whose timeout is found by <see cref="AskTimeoutScanner"/>.</summary>
internal interface ITimedAsk : IAsk, ICallback
{
    /// <summary>
    /// When the Ask times out, in ticks of the scheduler's clock; only for an Ask without a timer call.
    /// </summary>
    long Due { get; }

    /// <summary>The actor that was asked.</summary>
    ICanTell Target { get; }

    /// <summary>Sets the timer call that times the Ask out.</summary>
    void SetTimeoutCall(DelayedCall call);

    /// <summary>Fails the Ask, because no reply came in time. Runs on the dispatcher of the timers.</summary>
    void TimedOut();

    void ICallback.Run(object? state) => TimedOut();

    string ICallback.Describe(object? state) => $"the timeout of an Ask of {ObjectText.Of(Target)}";
}
