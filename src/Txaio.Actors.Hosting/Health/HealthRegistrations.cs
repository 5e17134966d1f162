using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Replaces Akka.Hosting's registrations of this package's health checks. This class is a validation, because
/// validations run after all configuration of the options, also after the configuration of an <c>AddAkka</c> that
/// follows this package's call.
/// </summary>
internal sealed class HealthRegistrations(IServiceProvider provider) : IValidateOptions<HealthCheckServiceOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options)
    {
        if (provider.GetService<AkkaConfigurationBuilder>() is { } builder)
            HostChecks.Of(builder)?.ReplaceIn(options.Registrations);
        return ValidateOptionsResult.Success;
    }
}
