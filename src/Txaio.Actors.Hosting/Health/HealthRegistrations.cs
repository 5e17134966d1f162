using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Replaces what Akka.Hosting registered for the checks of loops. As a validation it runs after everything that
/// configures these options, an <c>AddAkka</c> that comes later than <c>AddTxaio</c> among it.
/// </summary>
internal sealed class HealthRegistrations(IServiceProvider provider) : IValidateOptions<HealthCheckServiceOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options)
    {
        if (provider.GetService<AkkaConfigurationBuilder>() is { } builder)
            LoopChecks.Of(builder)?.ReplaceIn(options.Registrations);
        return ValidateOptionsResult.Success;
    }
}
