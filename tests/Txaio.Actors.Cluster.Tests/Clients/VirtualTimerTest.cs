using Akka.Actor;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Starting;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Clients;

/// <summary>
/// The base class of tests of a timer's client in virtual time, without a cluster. Its stripes are test stripes.
/// </summary>
public abstract class VirtualTimerTest : IDisposable
{
    private protected VirtualTimerTest(string timer = "")
    {
        Time = VirtualTime.Create(
            $$"""
            akka { loglevel = WARNING, stdout-loglevel = OFF, loggers = [] }
            txaio.testkit.pending-at-end = off
            txaio.cluster.dispatcher = {{VirtualTime.DispatcherId}}
            txaio.cluster.timers.expiry { stripes = 1, journal = none, {{timer}} }
            """);
        System = (ExtendedActorSystem)Time.System;
        Target = new ShardTarget("order", "4711");
        TxaioExtension.Get(System);
        var settings = ClusterSettingsLoader.Load(System);
        var starter = new TimerStarter(
            System,
            settings.Dispatcher,
            isClustered: false,
            (_, _, stripe) => Props.Create(() => new TestStripe(Board, stripe))
                .WithDispatcher(VirtualTime.DispatcherId));
        Timer = starter.Start(settings.Timers["expiry"]);
        Time.RunUntilIdle();
    }

    /// <summary>The time of the actor system.</summary>
    protected VirtualTime Time { get; }

    /// <summary>The actor system.</summary>
    protected ExtendedActorSystem System { get; }

    /// <summary>The timer.</summary>
    protected IDurableTimer Timer { get; }

    /// <summary>A target.</summary>
    protected CallTarget Target { get; }

    private protected StripeBoard Board { get; } = new();

    public void Dispose()
    {
        Time.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Schedules a call of that key in 30 s.</summary>
    private protected Future<Cluster.Messages.DurableCallScheduled> Schedule(string key, string message = "late") =>
        Timer.Schedule(key, TimeSpan.FromSeconds(30), Target, message);

    /// <summary>The value of a future that is completed.</summary>
    private protected static T ValueOf<T>(Future<T> future)
    {
        var task = future.AsTask();
        Assert.True(task.IsCompleted, "The future is pending.");
        return task.GetAwaiter().GetResult();
    }

    /// <summary>The exception of a future that has failed.</summary>
    private protected static Exception FailureOf<T>(Future<T> future)
    {
        Assert.True(future.AsTask().IsFaulted, "The future has not failed.");
        return future.AsTask().Exception!.InnerException!;
    }
}
