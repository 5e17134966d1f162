using Akka.Configuration;
using Txaio.Actors.Tests.Configuration;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.NewLoops;

/// <summary><c>LoopOptions</c> have the same checks, errors, values and fallbacks as a HOCON section.</summary>
public sealed class LoopOptionsTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly Akka.Actor.ActorSystem _system = TestSystem.Start(
        """
        txaio.loops.default { capacity = 7, slow-callback = 3s, dispatcher.throughput = 5 }
        mine { type = ForkJoinDispatcher, throughput = 1, dedicated-thread-pool.thread-count = 1 }
        my-app.loop { capacity = 9, dispatcher = mine }
        """);

    private ITxaio Api => _system.Txaio();

    public static TheoryData<LoopOptions, string> Wrong => new()
    {
        { new LoopOptions { Capacity = -1 }, "txaio.loops.x.capacity = -1: must be a whole number of 0 or more" },
        {
            new LoopOptions { CallbacksPerTurn = 0 },
            "txaio.loops.x.callbacks-per-turn = 0: must be a whole number of 1 or more"
        },
        {
            new LoopOptions { SlowCallback = TimeSpan.Zero },
            "txaio.loops.x.slow-callback = 0ms: must be a duration of more than zero with a unit, such as 200ms or 30s, "
            + "or infinite"
        },
        {
            new LoopOptions { SlowCallback = TimeSpan.FromMilliseconds(-1.5) },
            "txaio.loops.x.slow-callback = -1.5ms: must be a duration of more than zero with a unit, such as 200ms or "
            + "30s, or infinite"
        },
        {
            new LoopOptions { Dispatcher = "nowhere" },
            "txaio.loops.x.dispatcher = nowhere: must be the id of a configured dispatcher"
        },
        { new LoopOptions { Dispatcher = "" }, "txaio.loops.x.dispatcher = \"\": must be a section or the id of a dispatcher" },
        {
            new LoopOptions { DispatcherType = "Dispatcher" },
            "txaio.loops.x.dispatcher.type = Dispatcher: shares its threads with others; must be ForkJoinDispatcher, "
            + "PinnedDispatcher or an assembly-qualified type; to share a dispatcher, give its id as text: "
            + "dispatcher = akka.actor.default-dispatcher"
        },
        {
            new LoopOptions { DispatcherType = typeof(OneThreadDispatcher).AssemblyQualifiedName, Threads = 2 },
            "txaio.loops.x.dispatcher = {...}: Akka cannot make this dispatcher: dedicated-thread-pool.thread-count = 2: "
            + "must be 1 for this type of dispatcher; type = ForkJoinDispatcher has more"
        },
        {
            new LoopOptions { Dispatcher = "mine", Threads = 2 },
            "LoopOptions.Dispatcher = mine: must not be set together with DispatcherType, Throughput or Threads, which "
            + "describe a dispatcher of the loop's own"
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Wrong_option_throws_the_error_of_the_section(LoopOptions options, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => Api.NewLoop("x", options));

        Assert.Equal(message, error.Message);
        Assert.Throws<UnknownLoopException>(() => Api.WithConfig("x"));
    }

    [Theory]
    [InlineData("capacity = x", "txaio.loops.x.capacity = x: must be a whole number of 0 or more")]
    [InlineData("capacity = null", "txaio.loops.x.capacity = null: must be a whole number of 0 or more")]
    [InlineData("slow-callback = 5", "txaio.loops.x.slow-callback = 5: must be a duration of more than zero with a unit, such as 200ms or 30s, or infinite")]
    [InlineData("capacty = 5", "txaio.loops.x.capacty = 5: not a known key; known are dispatcher, callbacks-per-turn, capacity, slow-callback; did you mean capacity?")]
    [InlineData("dispatcher { dedicated-thread-pool.thread-count = 0 }", "txaio.loops.x.dispatcher = {...}: Akka cannot make this dispatcher: ")]
    [InlineData("dispatcher { mailbox-type = m }", "txaio.loops.x.dispatcher.mailbox-type = m: must not be set for a loop that is made while the system runs, since Akka reads mailboxes from the system's configuration only")]
    [InlineData("dispatcher { executor = channel-executor }", "txaio.loops.x.dispatcher.executor = channel-executor: shares its threads with others; ")]
    [InlineData("dispatcher = ${?y}", "txaio.loops.x.dispatcher = ${?...} (Akka's HOCON has no optional substitutions): must be a section or the id of a dispatcher")]
    public void Wrong_section_throws_one_line(string hocon, string message)
    {
        var error = Assert.Throws<ConfigurationException>(
            () => Api.NewLoop("x", ConfigurationFactory.ParseString(hocon)));

        Assert.StartsWith(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Throws<UnknownLoopException>(() => Api.WithConfig("x"));
    }

    [Theory]
    [InlineData("a = ${a}")]
    [InlineData("a = ${b}\nb = ${a}")]
    public void Section_that_refers_to_itself_throws_one_line(string hocon)
    {
        var section = ConfigurationFactory.ParseString(hocon).GetConfig("a");

        Assert.Equal(
            "txaio.loops.x = a substitution that refers to itself: must be a section",
            Assert.Throws<ConfigurationException>(() => Api.NewLoop("x", section)).Message);
        Assert.Equal(
            "txaio.timers.x = a substitution that refers to itself: must be a section",
            Assert.Throws<ConfigurationException>(() => Api.MakeBatchedTimer("x", section)).Message);
    }

    [Fact]
    public async Task Option_that_is_null_has_the_value_of_the_default_loop()
    {
        await using var loop = Api.NewLoop("x");
        await using var other = Api.NewLoop("y", new LoopOptions { Capacity = 3 });

        Assert.Equal(7, loop.GetStatistics().Capacity);
        Assert.Equal(3, other.GetStatistics().Capacity);
        Assert.Equal(5, Assert.IsType<Actors.Loops.Running.LoopDispatcher>(loop.OwnDispatcher).Throughput);
    }

    [Fact]
    public async Task Section_of_the_configuration_is_read()
    {
        await using var loop = Api.NewLoop("x", _system.Settings.Config.GetConfig("my-app.loop"));

        Assert.Equal(9, loop.GetStatistics().Capacity);
        Assert.Equal("mine", loop.Dispatcher);
        Assert.Null(loop.OwnDispatcher);
        Assert.StartsWith("mine_", await NameOfThread(loop));
    }

    [Fact]
    public async Task Section_with_fallbacks_is_read_as_a_whole()
    {
        var section = ConfigurationFactory.ParseString("capacity = 4")
            .WithFallback(_system.Settings.Config.GetConfig("my-app.loop"));

        await using var loop = Api.NewLoop("x", section);

        Assert.Equal(4, loop.GetStatistics().Capacity);
        Assert.Equal("mine", loop.Dispatcher);
    }

    [Theory]
    [InlineData("ForkJoinDispatcher", "_1")]
    [InlineData("PinnedDispatcher", "_1")]
    [InlineData(null, "")]
    public async Task Dispatcher_of_its_own_has_a_thread_of_the_loops_name(string? type, string number)
    {
        await using var loop = Api.NewLoop("x", new LoopOptions { DispatcherType = type });
        await using var other = Api.NewLoop("y", new LoopOptions { DispatcherType = type });

        Assert.Equal($"txaio.loops.x.dispatcher{number}", await NameOfThread(loop));
        Assert.Equal($"txaio.loops.y.dispatcher{number}", await NameOfThread(other));
    }

    [Fact]
    public async Task Number_of_threads_chooses_the_type_that_has_so_many()
    {
        await using var loop = Api.NewLoop("x", new LoopOptions { Threads = 2 });

        Assert.Matches("^txaio.loops.x.dispatcher_[12]$", await NameOfThread(loop));
    }

    [Fact]
    public async Task Dispatcher_of_a_type_of_the_users_is_made_by_it()
    {
        await using var loop = Api.NewLoop("x", new LoopOptions
        {
            DispatcherType = typeof(OwnDispatcherConfigurator).AssemblyQualifiedName,
        });

        Assert.True(await loop.RunAsync(() => Task.FromResult(loop.IsCurrent)).WaitAsync(Guard));
    }

    [Fact]
    public async Task Dispatcher_that_the_default_loop_names_is_shared_unless_the_options_describe_one()
    {
        var system = TestSystem.Start("txaio.loops.default.dispatcher = akka.actor.default-dispatcher");
        try
        {
            await using var shared = system.Txaio().NewLoop("x");
            await using var own = system.Txaio().NewLoop("y", new LoopOptions { Throughput = 3 });

            Assert.Equal("akka.actor.default-dispatcher", shared.Dispatcher);
            Assert.True(await shared.RunAsync(() => Task.FromResult(Thread.CurrentThread.IsThreadPoolThread)));
            Assert.Equal("txaio.loops.y.dispatcher", await NameOfThread(own));
        }
        finally
        {
            await system.Terminate();
        }
    }

    public void Dispose() => Assert.True(_system.Terminate().Wait(Guard));

    private static Task<string?> NameOfThread(EventLoop loop) =>
        loop.RunAsync(() => Task.FromResult(Thread.CurrentThread.Name)).WaitAsync(Guard);
}
