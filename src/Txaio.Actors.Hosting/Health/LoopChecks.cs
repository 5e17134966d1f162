using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Txaio.Actors.Hosting;

/// <summary>
/// The health checks of one builder, and the actor system they are about once it is there: Akka.Hosting would make the
/// actor system for a check that comes first.
/// </summary>
internal sealed class LoopChecks : Setup
{
    private const string NotStarted = "The host has not started the actor system yet.";

    private readonly Dictionary<string, IAkkaHealthCheck> _all = new(StringComparer.Ordinal);

    // Set by the thread that makes the actor system, read by those of checks.
    private volatile ActorSystem? _system;

    /// <summary>Notes the actor system, whose loops are there by now.</summary>
    public static void Started(ActorSystem system)
    {
        if (system.Settings.Setup.Get<LoopChecks>() is { HasValue: true, Value: var checks })
            checks._system = system;
    }

    /// <summary>The checks of a builder; null if there are none.</summary>
    public static LoopChecks? Of(AkkaConfigurationBuilder builder) =>
        builder.Setups.OfType<LoopChecks>().FirstOrDefault();

    /// <summary>Adds a check to a builder; of one name, the last counts.</summary>
    public static void Add(
        AkkaConfigurationBuilder builder,
        string name,
        IAkkaHealthCheck check,
        HealthStatus? failureStatus,
        IEnumerable<string> tags)
    {
        var checks = Of(builder);
        if (checks is null)
            builder.AddSetup(checks = new LoopChecks());
        checks._all[name] = check;
        builder.WithExtension<HostExtensionProvider>()
            .WithHealthCheck(new AkkaHealthCheckRegistration(name, check, failureStatus, tags)
            {
                Factory = _ => checks._system is null ? throw Unchecked() : check,
            });
    }

    /// <summary>
    /// Has the host's health check service ask the checks directly, each once: Akka.Hosting registers them once for each
    /// <c>AddAkka</c>, and makes the actor system before it asks one.
    /// </summary>
    public void ReplaceIn(ICollection<HealthCheckRegistration> registrations)
    {
        foreach (var (name, check) in _all)
        {
            var akkas = registrations.Where(found => found.Name == name && IsAkkas(found)).ToList();
            foreach (var more in akkas.Skip(1))
                registrations.Remove(more);
            if (akkas is [var one, ..])
                one.Factory = _ => new DirectCheck(this, check);
        }
    }

    private static bool IsAkkas(HealthCheckRegistration registration) =>
        registration.Factory.Method.Module.Assembly == typeof(AkkaConfigurationBuilder).Assembly;

    private static InvalidOperationException Unchecked() => new(
        $"{NotStarted} Call services.AddTxaio() as well, so that health checks say this as their result.");

    private sealed class DirectCheck(LoopChecks checks, IAkkaHealthCheck check) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            checks._system is { } system
                ? check.CheckHealthAsync(
                    new AkkaHealthCheckContext(system) { Registration = context.Registration }, cancellationToken)
                : Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, NotStarted));
    }
}
