using System.Diagnostics;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Txaio.Actors.Tests.Shared.BadInput;

namespace Txaio.Actors.Hosting.Tests.BadInput;

/// <summary>The builders of a host in each state, and sections of its configuration, good and bad.</summary>
internal static class HostCandidates
{
    /// <summary>The candidates.</summary>
    /// <param name="option">A key of the section, such as <c>Txaio:DefaultLoop</c>, whose value is a text.</param>
    public static Candidates Of(string option)
    {
        var candidates = new Candidates();
        candidates.AddMakers<AkkaConfigurationBuilder>(Builder, static () => null);
        candidates.AddMakers<LoggerConfigBuilder>(Loggers, static () => null);
        candidates.AddMakers<IServiceCollection>(
            static () => new ServiceCollection().AddAkka("app", static _ => { }), static () => new ServiceCollection(),
            static () => new ServiceCollection().AddAkka("a", static _ => { }).AddAkka("b", static _ => { }),
            ReadOnly, static () => null);
        candidates.AddMakers<ILoggingBuilder>(
            static () => Logging(new ServiceCollection()), static () => Logging(ReadOnly()), static () => null);
        candidates.AddMakers<MeterProviderBuilder>(Sdk.CreateMeterProviderBuilder, static () => null);
        candidates.AddMakers<TracerProviderBuilder>(Sdk.CreateTracerProviderBuilder, static () => null);
        var section = option.Split(':')[0];
        candidates.AddMakers<IConfiguration>(
            () => Configuration(option, "name").GetSection(section), () => Configuration(option, "").GetSection(section),
            () => Configuration($"{option}\u001b[2J\n", new string('x', 70_000)).GetSection(section),
            () => Configuration($"{option}:Below", "x").GetSection(section),
            () => Configuration(section, "x").GetSection(section),
            () => Configuration($"{section}:{new string('x', 70_000)}", "x").GetSection(section),
            () => Configuration(option, "name").GetSection("Missing"), () => Configuration(option, "name"),
            static () => null);
        return candidates;
    }

    /// <summary>A builder as <c>AddAkka</c> passes it.</summary>
    public static AkkaConfigurationBuilder Builder()
    {
        AkkaConfigurationBuilder? made = null;
        var services = new ServiceCollection().AddAkka("app", builder => made = builder);
        using var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<AkkaConfigurationBuilder>();
        return made ?? throw new UnreachableException();
    }

    private static LoggerConfigBuilder Loggers()
    {
        LoggerConfigBuilder? made = null;
        Builder().ConfigureLoggers(loggers => made = loggers);
        return made ?? throw new UnreachableException();
    }

    private static LoggingBuilder Logging(IServiceCollection services) => new(services);

    // As the services of a host that has been built.
    private static ServiceCollection ReadOnly()
    {
        var services = new ServiceCollection();
        services.AddAkka("app", static _ => { });
        services.MakeReadOnly();
        return services;
    }

    private sealed record LoggingBuilder(IServiceCollection Services) : ILoggingBuilder;

    private static IConfigurationRoot Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
}
