using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Txaio.Actors.Hosting;

/// <summary>
/// The health checks of this package in one builder, and its actor system once the system has started. Akka.Hosting's
/// checks would make the actor system if they ran before its start.
/// </summary>
internal sealed class HostChecks : Setup
{
    private const string NotStarted = "The host has not started the actor system yet.";

    private readonly Dictionary<string, IAkkaHealthCheck> _all = new(StringComparer.Ordinal);

    // Written by the thread that makes the actor system, read by the threads that run checks.
    private volatile ActorSystem? _system;

    /// <summary>Keeps the actor system, once what the checks look at has started.</summary>
    public static void Started(ActorSystem system)
    {
        if (system.Settings.Setup.Get<HostChecks>() is { HasValue: true, Value: var checks })
            checks._system = system;
    }

    /// <summary>The checks of a builder; null if there are none.</summary>
    public static HostChecks? Of(AkkaConfigurationBuilder builder) =>
        builder.Setups.OfType<HostChecks>().FirstOrDefault();

    /// <summary>
    /// Adds a check to a builder, in place of an earlier check of the same name. The builder also needs the extension
    /// that calls <see cref="Started"/>.
    /// </summary>
    public static void Add(
        AkkaConfigurationBuilder builder,
        string name,
        IAkkaHealthCheck check,
        HealthStatus? failureStatus,
        IEnumerable<string> tags)
    {
        var checks = Of(builder);
        if (checks is null)
            builder.AddSetup(checks = new HostChecks());
        checks._all[name] = check;
        builder.WithHealthCheck(new AkkaHealthCheckRegistration(name, check, failureStatus, tags)
        {
            Factory = _ => checks._system is null ? throw Unchecked() : check,
        });
    }

    /// <summary>
    /// Makes the host's health check service run each check once, without Akka.Hosting. Akka.Hosting registers each
    /// check once for each <c>AddAkka</c>, and makes the actor system before it runs a check.
    /// </summary>
    public void ReplaceIn(ICollection<HealthCheckRegistration> registrations)
    {
        foreach (var (name, check) in _all)
        {
            var akkas = registrations.Where(found => found.Name == name && IsAkkas(found)).ToList();
            foreach (var more in akkas.Skip(1))
                registrations.Remove(more);
            if (akkas is [var first, ..])
                first.Factory = _ => new DirectCheck(this, check);
        }
    }

    private static bool IsAkkas(HealthCheckRegistration registration) =>
        registration.Factory.Method.Module.Assembly == typeof(AkkaConfigurationBuilder).Assembly;

    private static InvalidOperationException Unchecked() => new(
        $"{NotStarted} Call services.{OwnCall.Name}() as well, so that health checks report this as their result.");

    private sealed class DirectCheck(HostChecks checks, IAkkaHealthCheck check) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            checks._system is { } system
                ? check.CheckHealthAsync(
                    new AkkaHealthCheckContext(system) { Registration = context.Registration }, cancellationToken)
                : Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, NotStarted));
    }
}
