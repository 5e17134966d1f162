using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>Checks that all stripes reply, and that the stores of this node's stripes can be read.</summary>
internal sealed class DurableTimersCheck(TimeSpan limit) : IAkkaHealthCheck
{
    private const int MostNamed = 20;

    // A builder may be used for several actor systems.
    private readonly ConditionalWeakTable<ActorSystem, DurableTimersQuestions> _questions = [];

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        AkkaHealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var system = context.ActorSystem;
        if (system.WhenTerminated.IsCompleted || CoordinatedShutdown.Get(system).ShutdownReason is not null)
            return new HealthCheckResult(context.Registration.FailureStatus, "The actor system ends.");

        var questions = _questions.GetValue(system, system => new DurableTimersQuestions(system, limit));
        var scheduler = TxaioExtension.Get(system).Scheduler;
        var faults = await Task.WhenAll(
            questions.All.Select(question => question.AskAsync(scheduler, limit, cancellationToken)));
        var wrong = faults.OfType<string>().Take(MostNamed).ToList();
        return wrong.Count == 0
            ? HealthCheckResult.Healthy(Healthy(questions.Timers), questions.Data)
            : new HealthCheckResult(
                context.Registration.FailureStatus, string.Join(", ", wrong), data: questions.Data);
    }

    private static string Healthy(int timers) => timers switch
    {
        0 => "There are no durable timers.",
        1 => "All stripes of the one durable timer reply.",
        _ => $"All stripes of the {timers} durable timers reply.",
    };
}
