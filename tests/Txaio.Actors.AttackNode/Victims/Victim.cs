using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Txaio.Actors.Cluster.Hosting;
using Txaio.Actors.Hosting;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.AttackNode.Victims;

/// <summary>A host with loops, batched timers, durable timers, health checks and both kinds of logs.</summary>
public static class Victim
{
    private const string Hocon =
        """
        akka {
          actor.provider = remote
          stdout-loglevel = OFF
          loglevel = INFO
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          remote {
            log-remote-lifecycle-events = off
            retry-gate-closed-for = 200ms
            dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
          }
        }
        txaio {
          # Beside the floods, a callback of the victim may wait for a processor. A flood that holds the loop is a line.
          loops.default.slow-callback = 5s
          loops.io {}
          timers.shared { bucket = 50ms, rounding = up }
          timers.keep { bucket = 1h, chunk-size = 1 }
          cluster.timers.expiry {
            stripes = 2
            bucket = 100ms
            journal = akka.persistence.journal.inmem
            snapshot-store = akka.persistence.snapshot-store.inmem
          }
        }
        """;

    /// <summary>Runs until the end of standard input.</summary>
    /// <param name="hocon">HOCON that overrides the program's own.</param>
    public static async Task Run(string hocon)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(new JsonLines())
            .SetMinimumLevel(Microsoft.Extensions.Logging.LogLevel.Information);
        builder.Services.AddHealthChecks();
        builder.Services.AddTxaioDurableTimers();
        builder.Services.AddAkka("victim", (akka, services) => akka
            .AddHocon(Hocon, HoconAddMode.Append)
            .AddHocon(hocon, HoconAddMode.Prepend)
            // As docs/messages.md advises: Akka's lines about messages that it cannot read have no bound.
            .AddSetup(new LogFilterBuilder().ExcludeSourceContaining("/endpointReader-").Build())
            .ConfigureLoggers(static loggers => loggers.AddTxaioLoggerFactory())
            .WithTxaio()
            .WithTxaioLivenessCheck()
            .WithTxaioReadinessCheck()
            .WithTxaioDurableTimersReadinessCheck()
            .WithActors((system, _) =>
            {
                // No filter applies to these lines, so the level leaves out Akka's warnings.
                system.Txaio().StartLogging(Console.Error, "error");
                system.ActorOf(Props.Create<AgentActor>(), "agent");
                var health = services.GetRequiredService<HealthCheckService>();
                system.ActorOf(Props.Create(() => new VictimActor(health)), "victim");
            }));
        using var host = builder.Build();
        await host.StartAsync();
        var system = (ExtendedActorSystem)host.Services.GetRequiredService<ActorSystem>();
        // A cluster of this node alone: the hostile node is no member.
        if (system.Provider is Akka.Cluster.IClusterActorRefProvider)
            await Akka.Cluster.Cluster.Get(system).JoinAsync(system.Provider.DefaultAddress);
        Console.WriteLine($"ready {system.Provider.DefaultAddress}");
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        await host.StopAsync();
    }
}
