using Akka.Configuration;
using Akka.Hosting;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>Options become HOCON, except options that are null.</summary>
public sealed class OptionsHoconTests : HostTestBase
{
    [Fact]
    public void Options_that_are_not_set_give_no_HOCON() => Assert.Equal("", OptionsHocon.Of(new TxaioOptions()));

    [Fact]
    public void Every_option_has_its_setting()
    {
        var options = Full();

        Assert.Equal(
            """
            txaio.default-loop = "io"
            txaio.shutdown-timeout = "7s"
            txaio.dispatcher = "akka.actor.default-dispatcher"
            txaio.timer-dispatcher = "akka.actor.default-dispatcher"
            txaio.scheduler = "akka"
            txaio.loops."io" {}
            txaio.loops."io".dispatcher.type = "ForkJoinDispatcher"
            txaio.loops."io".dispatcher.throughput = "5"
            txaio.loops."io".dispatcher.dedicated-thread-pool.thread-count = "2"
            txaio.loops."io".callbacks-per-turn = "3"
            txaio.loops."io".capacity = "100"
            txaio.loops."io".slow-callback = "infinite"
            txaio.loops."shared" {}
            txaio.loops."shared".dispatcher = "akka.actor.default-dispatcher"
            txaio.futures.ask-timeout = "1.5ms"
            txaio.futures.keep-completed = "0s"
            txaio.futures.keep-completed-limit = "11"
            txaio.futures.asked-promise-timeout = "infinite"
            txaio.futures.log-unhandled = "off"
            txaio.futures.remote-failures = "type"
            txaio.remote.promises = "1"
            txaio.remote.promises-per-node = "2"
            txaio.remote.calls = "3"
            txaio.remote.calls-per-node = "4"
            txaio.remote.call-kilobytes = "5"
            txaio.remote.call-kilobytes-per-node = "6"
            txaio.remote.calls-end-with-sender = "off"
            txaio.remote.subscribers = "7"
            txaio.remote.subscribers-per-node = "0"
            txaio.remote.late-answers = "12"
            txaio.remote.late-answers-per-node = "13"
            txaio.remote.completed = "8"
            txaio.remote.completed-per-node = "9"
            txaio.remote.completed-kilobytes = "10"
            txaio.remote.completed-kilobytes-per-node = "11"
            txaio.timers."idle" {}
            txaio.timers."idle".bucket = "0.0001ms"
            txaio.timers."idle".chunk-size = "10"
            txaio.timers."idle".loop = "io"
            txaio.timers."idle".rounding = "up"
            txaio.timer-defaults.chunk-size = "20"
            txaio.timer-defaults.rounding = "up"
            txaio.logging.level = "trace"
            txaio.logging.capacity = "17"
            txaio.logging.categories."TX 1.0" = "a \"b\" \\ ${c}\u000a{d}"
            akka.loggers = ["LOGGER"]

            """.Replace("LOGGER", typeof(TxaioLoggerFactoryLogger).AssemblyQualifiedName),
            OptionsHocon.Of(options));
    }

    [Fact]
    public void Number_of_threads_chooses_the_type_that_has_so_many()
    {
        var config = ConfigurationFactory.ParseString(
            OptionsHocon.Of(new TxaioOptions().AddLoop("io", static io => io.Threads = 2)));

        Assert.Equal("ForkJoinDispatcher", config.GetString("txaio.loops.io.dispatcher.type"));
    }

    [Fact]
    public async Task Every_option_is_accepted_and_read_back()
    {
        var full = OptionsHocon.Of(Full());
        var host = await StartAsync((akka, _) => akka
            .AddHocon(ConfigurationFactory.ParseString(full), HoconAddMode.Prepend).WithTxaio());

        var config = SystemOf(host).Settings.Config;
        var txaio = SystemOf(host).Txaio();
        Assert.Equal("io", txaio.Loop.Name);
        Assert.Equal("infinite", config.GetString("txaio.loops.io.slow-callback"));
        Assert.Equal(2, config.GetInt("txaio.loops.io.dispatcher.dedicated-thread-pool.thread-count"));
        Assert.Equal(TxaioLogLevel.Trace, txaio.GetGlobalLogLevel());
        var idle = txaio.BatchedTimer("idle");
        Assert.Equal((TimeSpan.FromTicks(1), 10, BucketRounding.Up), (idle.Bucket, idle.ChunkSize, idle.Rounding));
        Assert.Equal(
            "a \"b\" \\ ${c}\n{d}",
            config.Root.GetObject().GetKey("txaio").GetObject().GetKey("logging").GetObject().GetKey("categories")
                .GetObject().GetKey("TX 1.0").GetString());
    }

    [Fact]
    public void Dispatcher_by_id_and_a_description_of_one_exclude_each_other()
    {
        var options = new TxaioOptions().AddLoop("io", io => (io.Dispatcher, io.Threads) = ("mine", 2));

        var error = Assert.Throws<ConfigurationException>(() => OptionsHocon.Of(options));

        Assert.StartsWith("Loops[io].Dispatcher = mine: must not be set together with", error.Message);
    }

    private static TxaioOptions Full()
    {
        var options = new TxaioOptions
        {
            DefaultLoop = "io",
            ShutdownTimeout = TimeSpan.FromSeconds(7),
            Dispatcher = "akka.actor.default-dispatcher",
            TimerDispatcher = "akka.actor.default-dispatcher",
            Scheduler = TxaioScheduler.Akka,
            Futures =
            {
                AskTimeout = TimeSpan.FromMilliseconds(1.5), KeepCompleted = TimeSpan.Zero, LogUnhandled = false,
                KeepCompletedLimit = 11, AskedPromiseTimeout = Timeout.InfiniteTimeSpan,
                RemoteFailures = RemoteFailures.Type,
            },
            Remote =
            {
                Promises = 1, PromisesPerNode = 2, Calls = 3, CallsPerNode = 4, CallKilobytes = 5,
                CallKilobytesPerNode = 6, CallsEndWithSender = false, Subscribers = 7, SubscribersPerNode = 0,
                LateAnswers = 12, LateAnswersPerNode = 13,
                Completed = 8, CompletedPerNode = 9, CompletedKilobytes = 10, CompletedKilobytesPerNode = 11,
            },
            TimerDefaults = { ChunkSize = 20, Rounding = BucketRounding.Up },
            Logging = { Level = TxaioLogLevel.Trace, Capacity = 17, UseLoggerFactory = true },
        };
        return options
            .AddLoop("io", io =>
            {
                io.DispatcherType = "ForkJoinDispatcher";
                io.Throughput = 5;
                io.Threads = 2;
                io.CallbacksPerTurn = 3;
                io.Capacity = 100;
                io.SlowCallback = Timeout.InfiniteTimeSpan;
            })
            .AddLoop("shared", shared => shared.Dispatcher = "akka.actor.default-dispatcher")
            .AddTimer("idle", TimeSpan.FromTicks(1), idle =>
            {
                idle.ChunkSize = 10;
                idle.Loop = "io";
                idle.Rounding = BucketRounding.Up;
            })
            .AddCategory("TX 1.0", "a \"b\" \\ ${c}\n{d}");
    }
}
