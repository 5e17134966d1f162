using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Messages;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Futures.Asking;

/// <summary>
/// Measures and traces an Ask. Made only while there is a listener: an Ask itself has no field for its start. The
/// measurement is the first continuation of the Ask, so it has run when any waiting code resumes.
/// </summary>
internal sealed class AskMeasurement : FutureContinuation
{
    private readonly EventLoop _loop;
    private readonly long _began;
    private readonly TracedWork _work;

    /// <summary>Begins an Ask, in an activity that is current until <see cref="Sent"/>.</summary>
    /// <param name="loop">The loop of the Ask.</param>
    /// <param name="target">The actor that is asked; null for <see cref="Attempted"/>.</param>
    /// <param name="message">The message. A message of this library is replaced by a copy with the activity.</param>
    public AskMeasurement(EventLoop loop, ICanTell? target, ref object message)
    {
        _loop = loop;
        _began = loop.Now;
        _work = TracedWork.Start(
            loop.Telemetry, ActivityNames.Ask, ActivityKind.Client, tags: loop.Telemetry.Tags);
        if (_work.Activity is not { } activity)
            return;
        if (activity.IsAllDataRequested)
        {
            if (target is not null)
                activity.SetTag(TelemetryTags.AskTarget, PathOf(target));
            activity.SetTag(TelemetryTags.MessageType, TypeName.Of(message.GetType()));
        }

        if (message is ITracedRequest request)
            message = request.From(TraceOrigin.Of(activity));
    }

    /// <summary>Whether there is a listener for the duration or the trace.</summary>
    public static bool IsListenedTo => Instruments.AskDuration.Enabled || TxaioTelemetry.Source.HasListeners();

    /// <summary>Called once the message is sent: restores the activity that was current before.</summary>
    public void Sent() => _work.RestoreOuter();

    /// <summary>Called when an Ask with retries sends its question.</summary>
    /// <param name="attempts">The number of the attempt, from 1.</param>
    /// <param name="target">The actor that is asked.</param>
    public void Attempted(int attempts, ICanTell target)
    {
        if (_work.Activity is not { IsAllDataRequested: true } activity)
            return;
        activity.SetTag(TelemetryTags.AskTarget, PathOf(target));
        activity.SetTag(TelemetryTags.AskAttempts, attempts);
    }

    public override void Run(Future future)
    {
        var (error, cancelled) = (future.Error, future.IsCancelled);
        if (Instruments.AskDuration.Enabled)
            _loop.Telemetry.AskEnded(_loop.Now - _began, error, cancelled);
        _work.Activity?.SetTag(
            TelemetryTags.Outcome,
            cancelled ? TelemetryTags.Cancelled : error is null ? TelemetryTags.Resolved : TelemetryTags.Rejected);
        if (error is not null)
            _work.Failed(error);
        _work.Dispose();
    }

    private static string? PathOf(ICanTell target) => target switch
    {
        // The path of a promise lets a reader of the trace complete it.
        PromiseRef or IAsk or IActorRef { Path.Parent: { Name: "temp", Parent: RootActorPath } } =>
            ObjectText.Of(target),
        IActorRef actor => actor.Path.ToString(),
        ActorSelection selection when !TemporaryActor.IsSelected(selection) => selection.Anchor.Path.ToString().TrimEnd('/') + selection.PathString,
        _ => ObjectText.Of(target),
    };
}
