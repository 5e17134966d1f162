extern alias cluster;

using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using cluster::Txaio.Actors.Cluster;
using cluster::Txaio.Actors.Cluster.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Txaio.Actors.Hosting;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>Actor systems and hosts start with the HOCON and JSON blocks of the pages as their settings.</summary>
public sealed class SettingsSnippetTests
{
    // Only a logger reads the settings of a logger, so a snippet without one gets this logger.
    private static readonly Config SerilogLogger = ConfigurationFactory.ParseString(
        """akka.loggers = ["Txaio.Actors.Serilog.SerilogLogger, Txaio.Actors.Serilog"]""");

    public static TheoryData<Snippet> Hocon => [.. Snippet.All("hocon")];

    public static TheoryData<Snippet> Json => [.. Snippet.All("json")];

    [Theory]
    [MemberData(nameof(Hocon))]
    public async Task Snippet_in_HOCON_starts_an_actor_system(Snippet snippet)
    {
        var system = ActorSystem.Create(
            "snippet", ConfigurationFactory.ParseString(snippet.Text).WithFallback(SerilogLogger));
        try
        {
            Assert.True(await system.Txaio().Loop.RunAsync(static () => Task.FromResult(true)));
            // A logger that refuses its settings stops, while Akka runs on without it.
            Assert.NotNull(await system.ActorSelection("/system/log*").ResolveOne(TimeSpan.FromSeconds(30)));
        }
        finally
        {
            await system.Terminate();
        }
    }

    [Theory]
    [MemberData(nameof(Hocon))]
    public void Snippet_in_HOCON_starts_in_virtual_time(Snippet snippet)
    {
        using var time = VirtualTime.Create(ConfigurationFactory.ParseString(snippet.Text).WithFallback(SerilogLogger));

        time.Advance(TimeSpan.FromSeconds(1));
        time.ExpectNothingPending();
    }

    [Theory]
    [MemberData(nameof(Json))]
    public async Task Snippet_in_JSON_starts_a_host_with_all_it_names(Snippet snippet)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(snippet.Text)));
        var section = builder.Configuration.GetRequiredSection("Txaio");
        builder.Services.AddAkka("snippet", static akka => akka.ConfigureLoggers(static loggers => loggers.ClearLoggers()));
        builder.Services.AddTxaio(section);
        using var store = new SnippetStore(builder.Configuration);
        if (section.GetSection("Cluster").Exists())
            builder.Services.AddTxaioDurableTimers(section.GetSection("Cluster"));
        using var host = builder.Build();
        await host.StartAsync();

        var txaio = host.Services.GetRequiredService<ITxaio>();
        Assert.All(
            section.GetSection("Loops").GetChildren(),
            loop => Assert.Equal(loop.Key, host.Services.GetRequiredKeyedService<ITxaio>(loop.Key).Loop.Name));
        Assert.All(section.GetSection("Timers").GetChildren(), timer => Assert.NotNull(txaio.BatchedTimer(timer.Key)));
        Assert.All(
            section.GetSection("Cluster:Timers").GetChildren(),
            timer => Assert.Equal(timer.Key, host.Services.GetRequiredKeyedService<IDurableTimer>(timer.Key).Name));
        Assert.Equal(section["Logging:Level"] ?? "info", txaio.GetGlobalLogLevel().ToString(), ignoreCase: true);

        await host.StopAsync();
    }

    [Fact]
    public void Pages_have_snippets_of_both_kinds()
    {
        Assert.NotEmpty(Snippet.All("hocon"));
        Assert.NotEmpty(Snippet.All("json"));
        Assert.Contains(Snippet.All("json"), static snippet => snippet.Text.Contains("\"Cluster\"", StringComparison.Ordinal));
    }

    /// <summary>Puts the file of a snippet's durable timers into a folder of its own, if the snippet has any.</summary>
    private sealed class SnippetStore : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-snippet-");

        public SnippetStore(IConfigurationManager configuration)
        {
            if (configuration["Txaio:Cluster:Store:File"] is { } file)
                configuration["Txaio:Cluster:Store:File"] = Path.Combine(_folder.FullName, file);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
