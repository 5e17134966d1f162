using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>The base class of tests with real hosts. Each host has an actor system and ends with the test.</summary>
public abstract class HostTestBase : IAsyncLifetime
{
    /// <summary>Only failing tests wait that long. A busy machine needs the room.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Config Quiet = ConfigurationFactory.ParseString(
        """
        akka {
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          actor.serialize-messages = on
          logger-startup-timeout = 60s
        }
        """);

    private readonly List<IHost> _hosts = [];
    private readonly List<DirectoryInfo> _folders = [];

    /// <summary>The events of Microsoft.Extensions.Logging.</summary>
    internal CollectingProvider Logged { get; } = new();

    /// <summary>Builds and starts a host.</summary>
    /// <param name="akka">Configures Akka.Hosting's builder.</param>
    /// <param name="appsettings">The text of the host's appsettings.json, or null.</param>
    /// <param name="services">Registers further services, after Akka.</param>
    internal async Task<IHost> StartAsync(
        Action<AkkaConfigurationBuilder, IConfiguration> akka,
        string? appsettings = null,
        Action<IServiceCollection, IConfiguration>? services = null)
    {
        var host = Build(akka, appsettings, services);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            _hosts.Remove(host);
            host.Dispose();
            throw;
        }
    }

    /// <summary>Builds and starts a host with txaio and no other service.</summary>
    internal Task<IHost> StartAsync(Action<TxaioOptions> options, string hocon = "") =>
        StartAsync((akka, _) => akka.AddHocon(hocon, HoconAddMode.Prepend).WithTxaio(options));

    /// <summary>Builds a host, which the end of the test stops.</summary>
    internal IHost Build(
        Action<AkkaConfigurationBuilder, IConfiguration> akka,
        string? appsettings,
        Action<IServiceCollection, IConfiguration>? services)
    {
        // The folder stays until the end of the test. The host watches its file, and would take a removal for a change.
        var folder = Directory.CreateTempSubdirectory("txaio-hosting-");
        _folders.Add(folder);
        if (appsettings is not null)
            File.WriteAllText(Path.Combine(folder.FullName, "appsettings.json"), appsettings);
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = folder.FullName });
        builder.Logging.ClearProviders().AddProvider(Logged).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddTxaio();
        builder.Services.AddHealthChecks();
        builder.Services.AddAkka("app", (b, provider) =>
        {
            b.AddHocon(Quiet, HoconAddMode.Prepend);
            akka(b, provider.GetRequiredService<IConfiguration>());
        });
        services?.Invoke(builder.Services, builder.Configuration);
        var host = builder.Build();
        _hosts.Add(host);
        return host;
    }

    internal static ActorSystem SystemOf(IHost host) => host.Services.GetRequiredService<ActorSystem>();

    internal static Task<HealthReport> CheckAsync(IHost host) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }

        foreach (var folder in _folders)
            folder.Delete(recursive: true);
    }
}

/// <summary>Keeps logged events.</summary>
internal sealed class CollectingProvider : ILoggerProvider
{
    public ConcurrentQueue<Entry> Entries { get; } = new();

    /// <summary>Waits until an event with that text is logged.</summary>
    public async Task TextAsync(string part)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Logged += text =>
        {
            if (text.Contains(part, StringComparison.Ordinal))
                seen.TrySetResult();
        };
        if (!Entries.Any(entry => entry.Text.Contains(part, StringComparison.Ordinal)))
            await seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private event Action<string>? Logged;

    /// <summary>Returns the exception that the provider throws for an event, or null.</summary>
    public Func<string, Exception?> Failure { get; set; } = static _ => null;

    public ILogger CreateLogger(string categoryName) => new CollectingLogger(this, categoryName);

    public void Dispose()
    {
    }

    internal sealed record Entry(
        string Category, LogLevel Level, string Text, Exception? Exception, IReadOnlyList<KeyValuePair<string, object?>> Values)
    {
        public object? Value(string name) => Values.Single(pair => pair.Key == name).Value;
    }

    private sealed class CollectingLogger(CollectingProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = formatter(state, exception);
            if (provider.Failure(text) is { } failure)
                throw failure;
            var values = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            provider.Entries.Enqueue(new Entry(category, logLevel, text, exception, [.. values]));
            provider.Logged?.Invoke(text);
        }
    }
}
