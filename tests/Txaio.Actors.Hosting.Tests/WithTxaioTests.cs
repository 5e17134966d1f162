using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>Options from code and appsettings in a real host, on top of HOCON.</summary>
public sealed class WithTxaioTests : HostTestBase
{
    private const string Appsettings =
        """
        {
          "Txaio": {
            "ShutdownTimeout": "00:00:09",
            "Loops": {
              "io": { "DispatcherType": "PinnedDispatcher", "Capacity": 7, "CallbacksPerTurn": null },
              "cpu": {}
            },
            "Timers": { "idle": { "Bucket": "00:00:00.200", "Loop": "io", "Rounding": "up" } },
            "Logging": { "Level": "debug", "Categories": { "TX100": "{who} is {what}" } },
            "Health": { "Liveness": "00:00:05", "Readiness": 100 }
          }
        }
        """;

    [Fact]
    public async Task Appsettings_are_bound()
    {
        var host = await StartAsync(
            (akka, configuration) => akka.WithTxaio(configuration.GetSection("Txaio")), Appsettings);

        var system = SystemOf(host);
        Assert.Equal(["cpu", "default", "io"], TxaioExtension.Get(system).Loops.Select(loop => loop.Name));
        Assert.Equal("PinnedDispatcher", system.Settings.Config.GetString("txaio.loops.io.dispatcher.type"));
        Assert.Equal(7, system.Settings.Config.GetInt("txaio.loops.io.capacity"));
        Assert.Equal(TimeSpan.FromSeconds(9), system.Settings.Config.GetTimeSpan("txaio.shutdown-timeout"));
        var idle = system.Txaio().BatchedTimer("idle");
        Assert.Equal((TimeSpan.FromMilliseconds(200), BucketRounding.Up), (idle.Bucket, idle.Rounding));
        Assert.Equal(TxaioLogLevel.Debug, system.Txaio().GetGlobalLogLevel());
        Assert.Equal(
            [TxaioHealthCheckExtensions.LivenessName, TxaioHealthCheckExtensions.ReadinessName],
            (await CheckAsync(host)).Entries.Keys.Order());
    }

    [Fact]
    public async Task Code_wins_over_appsettings_and_appsettings_over_HOCON()
    {
        var host = await StartAsync(
            (akka, configuration) => akka
                .AddHocon(
                    """
                    txaio {
                      shutdown-timeout = 1s
                      futures.ask-timeout = 3s
                      loops.io { capacity = 1, callbacks-per-turn = 2 }
                      loops.hocon-only {}
                    }
                    """,
                    HoconAddMode.Prepend)
                .WithTxaio(configuration.GetSection("Txaio"), options => options.AddLoop("io", io => io.Capacity = 8)),
            Appsettings);

        var config = SystemOf(host).Settings.Config;
        Assert.Equal(8, config.GetInt("txaio.loops.io.capacity"));
        Assert.Equal(TimeSpan.FromSeconds(9), config.GetTimeSpan("txaio.shutdown-timeout"));
        Assert.Equal(2, config.GetInt("txaio.loops.io.callbacks-per-turn"));
        Assert.Equal(TimeSpan.FromSeconds(3), config.GetTimeSpan("txaio.futures.ask-timeout"));
        Assert.Contains("hocon-only", TxaioExtension.Get(SystemOf(host)).Loops.Select(loop => loop.Name));
    }

    [Theory]
    [InlineData("docs/hosting.md")]
    [InlineData("src/Txaio.Actors.Hosting/README.md")]
    public async Task Appsettings_of_the_pages_are_accepted(string page)
    {
        var text = File.ReadAllText(Path.Combine(Root(), page));
        var blocks = text.Split("```json\n")[1..].Select(static block => block[..block.IndexOf("```", StringComparison.Ordinal)]);

        var host = await StartAsync(
            (akka, configuration) => akka.WithTxaio(configuration.GetSection("Txaio"), options => options.AddLoop("io")),
            Assert.Single(blocks));

        Assert.Equal(TimeSpan.FromMilliseconds(20), SystemOf(host).Settings.Config.GetTimeSpan("txaio.loops.io.slow-callback"));
    }

    [Fact]
    public async Task File_of_hocon_hosting_is_read_and_used()
    {
        var file = Path.Combine(Root(), "hocon", "hosting.conf");
        var host = await StartAsync(
            (akka, _) => akka.AddHoconFile(file, HoconAddMode.Prepend),
            services: static (services, _) => services.AddTxaio(static options => options.DefaultLoop = "io"));

        Assert.Equal(["default", "io"], TxaioExtension.Get(SystemOf(host)).Loops.Select(loop => loop.Name));
        Assert.Equal("io", SystemOf(host).Txaio().Loop.Name);
        Assert.Equal(TimeSpan.FromSeconds(1), SystemOf(host).Txaio().BatchedTimer("keepalive").Bucket);
        host.Services.GetRequiredService<ITxaio>().MakeLogger("file").Info("seen");
        await host.StopAsync();
        Assert.Single(Logged.Entries, static entry => entry.Category == "file");
    }

    [Fact]
    public async Task Section_that_does_not_exist_sets_nothing()
    {
        var host = await StartAsync((akka, configuration) => akka.WithTxaio(configuration.GetSection("Nothing")));

        Assert.Equal(["default"], TxaioExtension.Get(SystemOf(host)).Loops.Select(loop => loop.Name));
    }

    [Theory]
    [InlineData("""{ "Txaio": { "Lops": {} } }""", "Txaio:Lops: not a known key", "Loops")]
    [InlineData("""{ "Txaio": { "Loops": { "io": { "Capcity": 1 } } } }""", "Txaio:Loops:io:Capcity: not a known key", "Capacity")]
    [InlineData("""{ "Txaio": { "ShutdownTimeout": "soon" } }""", "Txaio:ShutdownTimeout = soon: must be a duration", "200ms")]
    [InlineData("""{ "Txaio": { "ShutdownTimeout": "20" } }""", "Txaio:ShutdownTimeout = 20: must be a duration", "unit")]
    [InlineData("""{ "Txaio": { "ShutdownTimeout": 5 } }""", "Txaio:ShutdownTimeout = 5: must be a duration", "unit")]
    [InlineData("""{ "Txaio": { "ShutdownTimeout": "24:00:00" } }""", "Txaio:ShutdownTimeout = 24:00:00: must be", "hh:mm:ss")]
    [InlineData("""{ "Txaio": { "ShutdownTimeout": "99999999d" } }""", "Txaio:ShutdownTimeout = 99999999d: must be", "duration")]
    [InlineData("""{ "Txaio": { "Timers": { "idle": { "Bucket": "2 parsecs" } } } }""", "Txaio:Timers:idle:Bucket = 2 parsecs: ", "unit")]
    [InlineData("""{ "Txaio": { "Timers": { "idle": { "Bucket": "1s", "Rounding": "1" } } } }""", "Txaio:Timers:idle:Rounding = 1: ", "Down, Up")]
    [InlineData("""{ "Txaio": { "Logging": { "Level": "loud" } } }""", "Txaio:Logging:Level = loud: must be one of", "Trace")]
    [InlineData("""{ "Txaio": { "Logging": { "Level": "3" } } }""", "Txaio:Logging:Level = 3: must be one of", "Trace")]
    [InlineData("""{ "Txaio": { "Loops": { "io": { "Capacity": "10k" } } } }""", "Txaio:Loops:io:Capacity = 10k: ", "whole number")]
    [InlineData("""{ "Txaio": { "Loops": { "io": { "Capacity": 1.5 } } } }""", "Txaio:Loops:io:Capacity = 1.5: ", "whole number")]
    [InlineData("""{ "Txaio": { "Loops": { "io": { "Capacity": { "Of": 1 } } } } }""", "Txaio:Loops:io:Capacity: is a section", "whole number")]
    [InlineData("""{ "Txaio": { "Loops": { "io": 5 } } }""", "Txaio:Loops:io = 5: must be keys of", "Capacity")]
    [InlineData("""{ "Txaio": { "Loops": "io" } }""", "Txaio:Loops = io: must be a section", "name")]
    [InlineData("""{ "Txaio": "on" }""", "Txaio = on: must be keys of", "Loops")]
    [InlineData("""{ "Txaio": { "Futures": { "LogUnhandled": "yes" } } }""", "Txaio:Futures:LogUnhandled = yes: ", "true or false")]
    [InlineData("""{ "Txaio": { "Health": { "Readiness": "1e3" } } }""", "Txaio:Health:Readiness = 1e3: ", "whole number")]
    [InlineData("""{ "Txaio": { "Futures": { "AskTimout": "5s" } } }""", "Txaio:Futures:AskTimout: not a known key", "AskTimeout")]
    [InlineData("""{ "Txaio": { "Loops": { "io": { "Capacity": -1 } } } }""", "txaio.loops.io.capacity = -1: ", "0 or more")]
    [InlineData("""{ "Txaio": { "Loops": { "i o": {} } } }""", "txaio.loops.\"i o\"", "letters")]
    [InlineData("""{ "Txaio": { "ShutdownTimeout": "-00:00:05" } }""", "txaio.shutdown-timeout = -5s: ", "more than zero")]
    [InlineData("""{ "Txaio": { "Timers": { "idle": {} } } }""", "txaio.timers.idle.bucket is missing", "duration")]
    [InlineData("""{ "Txaio": { "Loops": ["io"] } }""", "Txaio:Loops:0 = io: must be keys of", "Capacity")]
    [InlineData("""{ "Txaio": { "Loops": { "io": ["a", "b"] } } }""", "Txaio:Loops:io:0: not a known key", "Capacity")]
    [InlineData("""{ "Txaio": { "ShutdownTimeout": ["5s"] } }""", "Txaio:ShutdownTimeout: is a section", "duration")]
    [InlineData("""{ "Txaio": { "ShutdownTimeout": "" } }""", "Txaio:ShutdownTimeout = \"\": must be a duration", "200ms")]
    [InlineData("""{ "Txaio": { "ShutdownTimeout": "5 S" } }""", "Txaio:ShutdownTimeout = 5 S: must be a duration", "200ms")]
    [InlineData("""{ "Txaio": { "ShutdownTimeout": "1,5s" } }""", "Txaio:ShutdownTimeout = 1,5s: must be a duration", "1.5s")]
    [InlineData("""{ "Txaio": { "Timers": { "idle": { "Bucket": "1s", "ChunkSize": 0 } } } }""", "txaio.timers.idle.chunk-size = 0: ", "1 or more")]
    [InlineData("""{ "Txaio": { "Timers": { "idle": { "Bucket": "1s", "Loop": "io" } } } }""", "txaio.timers.idle.loop = io: ", "configured")]
    [InlineData("""{ "Txaio": { "DefaultLoop": "io" } }""", "txaio.default-loop = io: ", "configured")]
    [InlineData("""{ "Txaio": { "Logging": { "Categories": "TX1" } } }""", "Txaio:Logging:Categories = TX1: must be a section", "name")]
    [InlineData("""{ "Txaio": { "Logging": { "Categories": { "TX1": { "Text": "a" } } } } }""", "Txaio:Logging:Categories:TX1: is a section", "text")]
    [InlineData("""{ "Txaio": { "Logging": { "Level": "Info, Warn" } } }""", "Txaio:Logging:Level = Info, Warn: must be one of", "Trace")]
    [InlineData("""{ "Txaio": { "Loops": { "io": { "Capacity": 9999999999999 } } } }""", "Txaio:Loops:io:Capacity = 9999999999999: ", "whole number")]
    [InlineData("""{ "Txaio": { "Loops": { "io": { "Capacity": true } } } }""", "Txaio:Loops:io:Capacity = True: ", "whole number")]
    [InlineData("""{ "Txaio": { "Loops": { "io": { "Capacity": "0x10" } } } }""", "Txaio:Loops:io:Capacity = 0x10: ", "whole number")]
    [InlineData("""{ "Txaio": { "Loops": { "io": { "SlowCallback": "0s" } } } }""", "txaio.loops.io.slow-callback = 0", "more than zero")]
    [InlineData("""{ "Txaio": { "Futures": { "RemoteFailures": "none" } } }""", "Txaio:Futures:RemoteFailures = none: ", "Message")]
    public async Task Mistake_stops_the_start_with_one_line(string appsettings, string begin, string part)
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync(
            (akka, configuration) => akka.WithTxaio(configuration.GetSection("Txaio")), appsettings));

        Assert.StartsWith(begin, error.Message);
        Assert.Contains(part, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Durations_have_units_as_in_HOCON()
    {
        var host = await StartAsync(
            (akka, configuration) => akka.WithTxaio(configuration.GetSection("Txaio")),
            """
            { "Txaio": {
                "ShutdownTimeout": "1.5s",
                "Loops": { "io": { "Capacity": 10000, "SlowCallback": "20ms" }, "cpu": { "SlowCallback": "infinite" } },
                "Timers": { "idle": { "Bucket": "200ms" }, "far": { "Bucket": "0:01:00" } },
                "Futures": { "AskTimeout": "2 minutes", "KeepCompleted": null } } }
            """);

        var config = SystemOf(host).Settings.Config;
        Assert.Equal(TimeSpan.FromSeconds(1.5), config.GetTimeSpan("txaio.shutdown-timeout"));
        Assert.Equal(10_000, config.GetInt("txaio.loops.io.capacity"));
        Assert.Equal(TimeSpan.FromMilliseconds(20), config.GetTimeSpan("txaio.loops.io.slow-callback"));
        Assert.Equal("infinite", config.GetString("txaio.loops.cpu.slow-callback"));
        Assert.Equal(TimeSpan.FromMilliseconds(200), SystemOf(host).Txaio().BatchedTimer("idle").Bucket);
        Assert.Equal(TimeSpan.FromMinutes(1), SystemOf(host).Txaio().BatchedTimer("far").Bucket);
        Assert.Equal(TimeSpan.FromMinutes(2), config.GetTimeSpan("txaio.futures.ask-timeout"));
        Assert.Equal(TimeSpan.FromSeconds(30), config.GetTimeSpan("txaio.futures.keep-completed"));
    }

    [Fact]
    public async Task Injected_txaio_is_on_the_default_loop_and_by_key_on_the_named_one()
    {
        var host = await StartAsync(options =>
        {
            options.DefaultLoop = "main";
            options.AddLoop("main").AddLoop("io");
        });

        var services = host.Services;
        Assert.Same(SystemOf(host).Txaio(), services.GetRequiredService<ITxaio>());
        Assert.Equal("main", services.GetRequiredService<ITxaio>().Loop.Name);
        Assert.Equal("io", services.GetRequiredKeyedService<ITxaio>("io").Loop.Name);
        Assert.Same(services.GetRequiredKeyedService<ITxaio>("io"), SystemOf(host).Txaio("io"));
        Assert.Equal("io", ActivatorUtilities.CreateInstance<OnIo>(services).Txaio.Loop.Name);
        var io = services.GetRequiredKeyedService<ITxaio>("io").Loop;
        Assert.Same(io, await io.RunAsync(static () => Task.FromResult(EventLoop.Current)));
    }

    [Fact]
    public async Task Injected_txaio_by_the_name_of_a_loop_that_was_made_is_on_the_loop_that_has_it_now()
    {
        var host = await StartAsync(static _ => { });
        var txaio = host.Services.GetRequiredService<ITxaio>();
        var first = txaio.NewLoop("realm-1");
        Assert.Same(first, host.Services.GetRequiredKeyedService<ITxaio>("realm-1").Loop);

        await first.DisposeAsync();
        Assert.Throws<UnknownLoopException>(() => host.Services.GetRequiredKeyedService<ITxaio>("realm-1"));
        await using var second = txaio.NewLoop("realm-1");

        Assert.Same(second, host.Services.GetRequiredKeyedService<ITxaio>("realm-1").Loop);
    }

    [Fact]
    public async Task Injected_txaio_under_an_unknown_key_throws_and_lists_the_loops()
    {
        var host = await StartAsync(options => options.AddLoop("io"));

        var error = Assert.Throws<UnknownLoopException>(() => host.Services.GetRequiredKeyedService<ITxaio>("oi"));
        Assert.Contains("default, io", error.Message);
        Assert.Throws<ArgumentException>(() => host.Services.GetRequiredKeyedService<ITxaio>(5));
    }

    [Fact]
    public void Injected_txaio_without_an_actor_system_throws_and_names_the_call()
    {
        using var services = new ServiceCollection().AddTxaio().BuildServiceProvider();

        var error = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<ITxaio>());
        Assert.Contains("AddAkka", error.Message);
    }

    [Fact]
    public async Task Loops_are_in_the_actor_registry()
    {
        IActorRef? seen = null;
        var host = await StartAsync((akka, _) => akka
            .AddHocon("txaio.loops.cpu {}", HoconAddMode.Prepend)
            .WithTxaio(options => options.AddLoop<IoLoop>("io").RegisterLoop<CpuLoop>("cpu"))
            .WithActors((_, registry) => seen = registry.Get<IoLoop>()));

        var registry = host.Services.GetRequiredService<IReadOnlyActorRegistry>();
        Assert.Equal(SystemOf(host).Txaio("io").Loop.Ref, seen);
        Assert.Equal(SystemOf(host).Txaio("cpu").Loop.Ref, registry.Get<CpuLoop>());
        Assert.Equal(SystemOf(host).Txaio().Loop.Ref, registry.Get<EventLoop>());
        var required = host.Services.GetRequiredService<IRequiredActor<IoLoop>>().ActorRef;
        var promise = await required.Ask<Txaio.Actors.Messages.FutureCreated>(
            Txaio.Actors.Messages.CreateFuture.Instance, Patience);
        Assert.NotNull(promise.Promise);
    }

    [Fact]
    public async Task Registry_key_for_a_loop_that_does_not_exist_stops_the_start() =>
        await Assert.ThrowsAsync<UnknownLoopException>(
            () => StartAsync(options => options.RegisterLoop<IoLoop>("io")));

    [Fact]
    public async Task Registry_key_for_two_loops_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<DuplicateActorRegistryException>(
            () => StartAsync(options => options.AddLoop<IoLoop>("a").AddLoop<IoLoop>("b")));

        Assert.StartsWith("loop 'b' cannot be registered under", error.Message);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("akka.coordinated-shutdown.run-by-clr-shutdown-hook = on", true)]
    public async Task Shutdown_hook_of_Akka_is_off_unless_the_HOCON_has_it(string hocon, bool expected)
    {
        var host = await StartAsync(static _ => { }, hocon);

        Assert.Equal(
            expected,
            SystemOf(host).Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook"));
    }

    [Fact]
    public async Task Host_that_stops_runs_queued_callbacks_and_then_refuses()
    {
        var host = await StartAsync(options => options.AddLoop("io"));
        var io = host.Services.GetRequiredKeyedService<ITxaio>("io");
        var ran = 0;
        for (var i = 0; i < 1000; i++)
            io.Loop.CallSoon(() => ran++);
        await host.StopAsync();

        Assert.Equal(1000, ran);
        Assert.Throws<LoopTerminatedException>(() => io.Loop.CallSoon(() => { }));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Txaio.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    private sealed class OnIo([FromKeyedServices("io")] ITxaio txaio)
    {
        public ITxaio Txaio { get; } = txaio;
    }

    private sealed class IoLoop;

    private sealed class CpuLoop;
}
