using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Configuration;

namespace Txaio.Actors.Tests.Configuration;

/// <summary>Settings in a real actor system, and the threads of its loops' dispatchers.</summary>
public sealed class SettingsLoaderTests : IAsyncDisposable
{
    private const string CustomType = "Txaio.Actors.Tests.Configuration.OwnDispatcherConfigurator, Txaio.Actors.Tests";
    private readonly List<ActorSystem> _systems = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var system in _systems)
            await system.Terminate();
    }

    [Theory]
    [InlineData("")]
    [InlineData("io {}\ncpu {}")]
    [InlineData("io { dispatcher { throughput = 5 } }\ncpu { dispatcher {} }")]
    [InlineData("io { dispatcher { type = PinnedDispatcher } }\ncpu {}")]
    [InlineData("default { dispatcher { type = PinnedDispatcher } }\nio {}\ncpu { capacity = 5 }")]
    [InlineData("default { dispatcher = my-own }\nio { dispatcher {} }\ncpu { dispatcher { throughput = 1 } }")]
    [InlineData("default { dispatcher = akka.actor.default-dispatcher }\nio { dispatcher = my-own }")]
    [InlineData(
        "default { dispatcher { type = \"" + CustomType + "\" } }\nio {}\ncpu { dispatcher { throughput = 1 } }")]
    [InlineData("io { dispatcher { executor = fork-join-executor, dedicated-thread-pool { thread-count = 1 } } }")]
    [InlineData("io { dispatcher = ${my-own} }\ncpu { dispatcher = ${my-own} }")]
    public async Task Loops_never_share_a_thread(string loops)
    {
        var system = Create(loops);
        var settings = SettingsLoader.Load(system);

        var threads = new List<int>();
        foreach (var loop in settings.Loops.Values.Where(static loop => !loop.Dispatcher.StartsWith("akka.")))
            threads.Add(Assert.Single(await ThreadsOf(system, loop.Dispatcher)));

        Assert.Equal(threads.Count, threads.Distinct().Count());
    }

    [Theory]
    [InlineData("akka.loglevel = DEBUG", TxaioLogLevel.Debug)]
    [InlineData("akka.loglevel = debug", TxaioLogLevel.Debug)]
    [InlineData("akka.loglevel = INFO", TxaioLogLevel.Info)]
    [InlineData("akka.loglevel = WARNING", TxaioLogLevel.Info)]
    [InlineData("akka.loglevel = OFF", TxaioLogLevel.Info)]
    [InlineData("akka.loglevel = DEBUG\ntxaio.logging.level = info", TxaioLogLevel.Info)]
    [InlineData("akka.loglevel = DEBUG\ntxaio.logging.level = trace", TxaioLogLevel.Trace)]
    [InlineData("akka.loglevel = DEBUG\ntxaio.logging.level = none", TxaioLogLevel.None)]
    [InlineData("akka.loglevel = DEBUG\ntxaio.logging.categories { a = b }", TxaioLogLevel.Debug)]
    [InlineData("akka.loglevel = INFO\ntxaio.logging.level = debug", TxaioLogLevel.Debug)]
    public async Task Debug_of_Akka_counts_while_no_level_of_ours_is_set(string hocon, TxaioLogLevel level)
    {
        using var system = ActorSystem.Create("level", $"akka.stdout-loglevel = OFF\nakka.loggers = []\n{hocon}");

        Assert.Equal(level, SettingsLoader.Load(system).Logging.Level);
        Assert.Equal(level, SettingsLoader.Load(system).Logging.Level);
        Assert.Equal(level, system.Txaio().GetGlobalLogLevel());
        await system.Terminate();
    }

    [Fact]
    public async Task Partial_section_takes_the_rest_from_the_default_loop()
    {
        var system = Create("default { dispatcher { throughput = 7 } }\nio { dispatcher { shutdown-timeout = 2s } }");
        var settings = SettingsLoader.Load(system);

        Assert.Equal(7, system.Dispatchers.Lookup(settings.Loops["io"].Dispatcher).Throughput);
        var section = system.Settings.Config.GetConfig("txaio.loops.io.dispatcher");
        Assert.Equal("Txaio.Actors.OneThreadDispatcher, Txaio.Actors", section.GetString("type"));
        Assert.Equal(1, section.GetInt("dedicated-thread-pool.thread-count"));
        Assert.Single(await ThreadsOf(system, settings.Loops["io"].Dispatcher));
    }

    [Fact]
    public void Partial_section_takes_the_rest_from_reference_where_the_default_loop_names_an_id()
    {
        var system = Create("default { dispatcher = akka.actor.default-dispatcher }\nio { dispatcher {} }");
        SettingsLoader.Load(system);

        var section = system.Settings.Config.GetConfig("txaio.loops.io.dispatcher");
        Assert.Equal("Txaio.Actors.OneThreadDispatcher, Txaio.Actors", section.GetString("type"));
        Assert.Equal(100, section.GetInt("throughput"));
    }

    [Fact]
    public async Task Loops_that_name_the_same_id_share_its_threads()
    {
        var system = Create("default { dispatcher = my-own }\nio {}");
        var settings = SettingsLoader.Load(system);

        Assert.Equal(
            await ThreadsOf(system, settings.Loops["default"].Dispatcher),
            await ThreadsOf(system, settings.Loops["io"].Dispatcher));
    }

    [Fact]
    public async Task Load_again_changes_nothing()
    {
        var system = Create("default { dispatcher { throughput = 7 } }\nio { capacity = 5 }");
        var first = SettingsLoader.Load(system);
        var dispatcher = system.Dispatchers.Lookup(first.Loops["io"].Dispatcher);
        var thread = await ThreadsOf(system, first.Loops["io"].Dispatcher);

        var second = SettingsLoader.Load(system);

        Assert.Equal(first.Loops.Values.OrderBy(static l => l.Name), second.Loops.Values.OrderBy(static l => l.Name));
        Assert.Same(dispatcher, system.Dispatchers.Lookup(second.Loops["io"].Dispatcher));
        Assert.Equal(thread, await ThreadsOf(system, second.Loops["io"].Dispatcher));
        Assert.Equal(7, system.Settings.Config.GetInt("txaio.loops.io.dispatcher.throughput"));
    }

    [Fact]
    public void Fallbacks_without_other_loops_are_empty() =>
        Assert.True(LoopDispatchers.Fallbacks(TxaioSettings.Reference()).IsEmpty);

    [Theory]
    [InlineData("txaio.dispatcher = nope", "txaio.dispatcher = nope: must be the id of a configured dispatcher")]
    [InlineData("txaio.timer-dispatcher = a..b",
        "txaio.timer-dispatcher = a..b: must be the id of a configured dispatcher")]
    [InlineData("txaio.loops.io.dispatcher = nope",
        "txaio.loops.io.dispatcher = nope: must be the id of a configured dispatcher")]
    [InlineData("txaio.loops { default.dispatcher = nope, aa {} }",
        "txaio.loops.default.dispatcher = nope: must be the id of a configured dispatcher")]
    [InlineData("five = 5\ntxaio.loops.io.dispatcher = five",
        "txaio.loops.io.dispatcher = five: Akka cannot make this dispatcher: Dispatcher 5 not configured.")]
    [InlineData("txaio.loops.io.dispatcher.dedicated-thread-pool.thread-count = 2",
        "txaio.loops.io.dispatcher = {...}: Akka cannot make this dispatcher: dedicated-thread-pool.thread-count = 2: "
        + "must be 1 for this type of dispatcher; type = ForkJoinDispatcher has more")]
    [InlineData("txaio.loops.io.dispatcher.dedicated-thread-pool.thread-count = many",
        "txaio.loops.io.dispatcher = {...}: Akka cannot make this dispatcher: dedicated-thread-pool.thread-count = many: "
        + "must be 1 for this type of dispatcher; type = ForkJoinDispatcher has more")]
    [InlineData("txaio.loops.io.dispatcher.dedicated-thread-pool = []",
        "txaio.loops.io.dispatcher = {...}: Akka cannot make this dispatcher: dedicated-thread-pool = [...]: must be a section")]
    [InlineData("txaio.loops.io.dispatcher { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 0 }",
        "txaio.loops.io.dispatcher = {...}: Akka cannot make this dispatcher: ")]
    [InlineData("txaio.loops.io.dispatcher.dedicated-thread-pool = 5",
        "txaio.loops.io.dispatcher = {...}: Akka cannot make this dispatcher: ")]
    [InlineData("txaio.loops.io.dispatcher.throughput = many",
        "txaio.loops.io.dispatcher = {...}: Akka cannot make this dispatcher: ")]
    [InlineData("txaio.loops.io.dispatcher.type = System.String",
        "txaio.loops.io.dispatcher = {...}: Akka cannot make this dispatcher: ")]
    [InlineData("txaio.loops.io.dispatcher = txaio.loops.io.dispatcher",
        "txaio.loops.io.dispatcher = {...}: Akka cannot make this dispatcher: ")]
    [InlineData("txaio.futures.ask-timeout = ${txaio.futures.ask-timeout}",
        "txaio.futures.ask-timeout = a substitution that refers to itself: must be a value of its own")]
    [InlineData("txaio.futures = ${?x}",
        "txaio.futures = ${?...} (Akka's HOCON has no optional substitutions): must be a value of its own")]
    [InlineData("txaio = ${}",
        "txaio = ${?...} (Akka's HOCON has no optional substitutions): must be a value of its own")]
    [InlineData("txaio = ${txaio}", "txaio = a substitution that refers to itself: must be a value of its own")]
    [InlineData("txaio.loops { default.dispatcher.x = ${txaio}\nio {} }",
        "txaio.loops.default.dispatcher.x.loops.default.dispatcher.x = {...}: must not contain itself")]
    [InlineData("txaio.loops { io {}\ndefault.dispatcher.x = ${?y} }",
        "txaio.loops.default.dispatcher.x = ${?...} (Akka's HOCON has no optional substitutions): "
        + "must be a value or a section")]
    [InlineData("akka.remote = ${akka.remote}", "akka.remote = a substitution that refers to itself: ")]
    [InlineData("akka.remote.enabled-transports = ${akka.remote.enabled-transports}",
        "akka.remote.enabled-transports = a substitution that refers to itself: ")]
    [InlineData("txaio.loops.io.dispatcher.throughput = ${txaio.loops.io.dispatcher.throughput}",
        "txaio.loops.io.dispatcher.throughput = a substitution that refers to itself: must be a value or a section")]
    [InlineData("txaio.loops.io.dispatcher { type = PinnedDispatcher, x = ${txaio.loops.io.dispatcher} }",
        "txaio.loops.io.dispatcher.x = {...}: must not contain itself")]
    [InlineData("txaio.dispatcher = my-own\nmy-own = ${my-own}",
        "my-own = a substitution that refers to itself: must be a section")]
    [InlineData("txaio.loops.io.dispatcher = my.own\nmy.own { type = ForkJoinDispatcher, throughput = ${my.own.throughput} }",
        "my.own.throughput = a substitution that refers to itself: must be a value or a section")]
    [InlineData("txaio = 5", "txaio = 5: must be a section")]
    public void Load_refuses_in_one_line(string hocon, string line)
    {
        var system = CreateOf(hocon);

        var error = Assert.Throws<ConfigurationException>(() => SettingsLoader.Load(system)).Message;

        Assert.StartsWith(line, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Load_of_a_system_without_settings_of_ours_gives_the_reference()
    {
        var settings = SettingsLoader.Load(CreateOf(""));

        Assert.Equal("txaio.loops.default.dispatcher", settings.Loops["default"].Dispatcher);
    }

    private static async Task<List<int>> ThreadsOf(ActorSystem system, string dispatcher)
    {
        var actor = system.ActorOf(Props.Create(static () => new ThreadActor()).WithDispatcher(dispatcher));
        var threads = new HashSet<int>();
        for (var i = 0; i < 20; i++)
            threads.Add(await actor.Ask<int>("thread", TimeSpan.FromSeconds(10)));
        return [.. threads];
    }

    private ActorSystem Create(string loops) => CreateOf(
        $$"""
        my-own { type = ForkJoinDispatcher, throughput = 3, dedicated-thread-pool { thread-count = 1 } }
        txaio.loops { {{loops}} }
        """);

    private ActorSystem CreateOf(string hocon)
    {
        var quiet = "akka { loglevel = OFF, stdout-loglevel = OFF }";
        var system = ActorSystem.Create("settings", ConfigurationFactory.ParseString($"{quiet}\n{hocon}"));
        _systems.Add(system);
        return system;
    }

    private sealed class ThreadActor : ReceiveActor
    {
        public ThreadActor() => Receive<string>(_ => Sender.Tell(Environment.CurrentManagedThreadId));
    }
}
