using System.Linq.Expressions;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Cluster.Clients;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Telemetry;
using Txaio.Actors.Nodes;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>Starts the actors of one timer on this node.</summary>
/// <param name="system">The actor system.</param>
/// <param name="dispatcher">The id of the dispatcher of the package's actors.</param>
/// <param name="isClustered">Whether the system has a cluster provider.</param>
/// <param name="stripeProps">The props of a stripe of a timer.</param>
internal sealed class TimerStarter(
    ExtendedActorSystem system,
    string dispatcher,
    bool isClustered,
    Func<DurableTimerSettings, TimerTelemetry, int, Props> stripeProps)
{
    // What Akka.Remote and the batch itself add to the changes.
    private const int FrameReserve = 16_000;

    // Without Akka.Remote no frame bounds a batch; a write of this size takes some hundredths of a second.
    private const int LocalBatch = 4_000_000;

    private const int MostChanges = 5_000;

    /// <summary>Starts a timer.</summary>
    /// <exception cref="Akka.Configuration.ConfigurationException">A call may be larger than a frame.</exception>
    public IDurableTimer Start(DurableTimerSettings settings)
    {
        var batchBytes = BatchBytes(settings);
        var telemetry = new TimerTelemetry(
            system.Name,
            settings.Name,
            settings.Stripes,
            system.Scheduler,
            e => system.Log.Error(e, "A listener of the metrics of durable timer '{0}' has thrown.", settings.Name));
        var host = new TimerHost(system, settings, StartStripes(settings, telemetry), telemetry);
        var bound = new WaitingBound(settings.Name, settings.Client.Waiting, telemetry.Refused);
        telemetry.Waiting = () => bound.Count;
        var clients = new StripeClientSettings(
            settings.Name,
            settings.Client.RequestTimeout,
            settings.Client.Resend,
            MostChanges,
            batchBytes,
            bound,
            new ClockSkew(settings.Name, settings.ClockSkew, line => system.Log.Warning(line)),
            host.AfterCallers,
            telemetry.TimedOut);
        var timer = new DurableTimer(
            host,
            bound,
            new WaitingBound(settings.Name, settings.Client.Waiting, telemetry.Refused),
            new CallWriter(system, settings.Name, settings.Client.CallBytes),
            [.. Enumerable.Range(0, settings.Stripes).Select(
                stripe => Actor(() => new StripeClient(clients, stripe, host.Stripes), settings, $"client-{stripe}"))]);
        timer.Ref = Actor(() => new DurableTimerActor(timer), settings, "ref");
        MeasuredTimers.Add(telemetry);
        _ = system.WhenTerminated.ContinueWith(
            _ => MeasuredTimers.Remove(telemetry), TaskScheduler.Default);
        return timer;
    }

    private IActorRef StartStripes(DurableTimerSettings settings, TimerTelemetry telemetry)
    {
        Func<int, Props> propsOf = stripe => stripeProps(settings, telemetry, stripe);
        if (!isClustered)
            return Actor(() => new LocalStripes(settings.Name, settings.Stripes, propsOf), settings, "stripes");
        var region = ShardedStripes.Start(system, settings, dispatcher, propsOf);
        if (ShardedStripes.IsHost(system, settings))
        {
            Actor(
                () => new WakerActor(region, settings.Stripes, settings.Role, settings.WakeInterval),
                settings,
                "waker");
        }

        return region;
    }

    private IActorRef Actor<T>(Expression<Func<T>> factory, DurableTimerSettings settings, string name)
        where T : ActorBase =>
        GuardedRef.Attach(
            system.Provider.SystemGuardian,
            Props.Create(factory).WithDispatcher(dispatcher),
            $"txaio-timer-{settings.Name}-{name}");

    private int BatchBytes(DurableTimerSettings settings)
    {
        if (!isClustered)
            return Math.Max(LocalBatch, settings.Client.CallBytes);
        var bytes = LargestFrame.In(system.Settings.Config) - FrameReserve;
        return settings.Client.CallBytes <= bytes
            ? bytes
            : throw new Akka.Configuration.ConfigurationException(
                $"txaio.cluster.timers.{settings.Name}.call-kilobytes = {settings.Client.CallBytes / 1000}: must be "
                + $"{Math.Max(0, bytes / 1000)} or less, because maximum-frame-size of the remote transport is "
                + $"{bytes + FrameReserve} bytes");
    }
}
