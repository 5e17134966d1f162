using System.Diagnostics;
using System.Threading.Channels;
using Akka.Actor;
using Akka.DistributedData;
using Akka.Event;
using Txaio.Actors.Cluster.Tests.Starting;

namespace Txaio.Actors.Cluster.Tests.LogLevels;

/// <summary>The global log level of all nodes, on real nodes in this process.</summary>
public sealed class ClusterLogLevelTests : IAsyncLifetime
{
    private const string Long = "0123456789 0123456789 0123456789 0123456789 0123456789 ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("txaio-").FullName;
    private readonly TestCluster _cluster = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Level_reaches_the_other_node_and_a_node_that_joins_later()
    {
        var first = await Add("cluster");
        var second = await Add("cluster");

        first.TxaioCluster().SetGlobalLogLevel(TxaioLogLevel.Debug);
        Assert.Equal(TxaioLogLevel.Debug, LevelOf(first));
        await LevelIs(second, TxaioLogLevel.Debug);

        second.TxaioCluster().SetGlobalLogLevel(TxaioLogLevel.Error);
        await LevelIs(first, TxaioLogLevel.Error);

        var third = await Add("cluster");
        await LevelIs(third, TxaioLogLevel.Error);
    }

    [Fact]
    public async Task Level_of_a_local_node_is_its_own()
    {
        var first = await Add("cluster");
        var local = await Add("local");
        var last = await Add("cluster");

        local.TxaioCluster().SetGlobalLogLevel(TxaioLogLevel.Trace);
        first.TxaioCluster().SetGlobalLogLevel(TxaioLogLevel.Debug);
        await LevelIs(last, TxaioLogLevel.Debug);

        Assert.Equal(TxaioLogLevel.Trace, LevelOf(local));
        Assert.Throws<ArgumentException>(() => local.TxaioCluster().SetGlobalLogLevel((TxaioLogLevel)77));
        Assert.Throws<ArgumentException>(() => first.TxaioCluster().SetGlobalLogLevel((TxaioLogLevel)77));
    }

    [Theory]
    [InlineData("loud")]
    [InlineData("line\nINFO forged line")]
    [InlineData(Long + Long + Long + Long + Long + Long)]
    public async Task Wrong_value_of_another_node_is_refused_with_one_line_and_a_right_one_follows(string wrong)
    {
        var first = await Add("cluster");
        var second = await Add("cluster");
        var lines = new TaskCompletionSource<string>();
        second.EventStream.Subscribe(second.ActorOf(Props.Create(() => new Lines(lines))), typeof(Warning));
        var before = LevelOf(second);

        var node = Akka.Cluster.Cluster.Get(first).SelfUniqueAddress;
        DistributedData.Get(first).Replicator.Tell(Dsl.Update(
            new LWWRegisterKey<string>("txaio-log-level"),
            new LWWRegister<string>(node, wrong),
            WriteLocal.Instance,
            register => register.WithValue(node, wrong)));

        var line = await lines.Task.WaitAsync(Patience);
        Assert.DoesNotContain('\n', line);
        Assert.InRange(line.Length, 0, 250);
        Assert.EndsWith("it must be none, critical, error, warn, info, debug or trace.", line);
        Assert.Equal(before, LevelOf(second));
        first.TxaioCluster().SetGlobalLogLevel(TxaioLogLevel.Debug);
        await LevelIs(second, TxaioLogLevel.Debug);
    }

    [Fact]
    public async Task Value_that_is_no_text_is_refused_with_one_line_and_so_is_a_level_after_it()
    {
        var node = await Add("cluster");
        var lines = Channel.CreateUnbounded<string>();
        node.EventStream.Subscribe(node.ActorOf(Props.Create(() => new AllLines(lines.Writer))), typeof(Warning));
        var before = LevelOf(node);

        var self = Akka.Cluster.Cluster.Get(node);
        DistributedData.Get(node).Replicator.Tell(Dsl.Update(
            new GCounterKey("txaio-log-level"), GCounter.Empty, WriteLocal.Instance, it => it.Increment(self)));

        Assert.Equal("The log level of the cluster is refused: it is not a text.", await Next(lines));
        Assert.Equal(before, LevelOf(node));
        node.TxaioCluster().SetGlobalLogLevel(TxaioLogLevel.Debug);
        Assert.Equal(
            "The log level of the cluster was not set: the replicator refused it.", await Next(lines));
        Assert.Equal(TxaioLogLevel.Debug, LevelOf(node));
    }

    private static async Task<string> Next(Channel<string> lines) =>
        await lines.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private static TxaioLogLevel LevelOf(ActorSystem node) => node.Txaio().GetGlobalLogLevel();

    // The level has no event. The node is asked until the time that a failing test may take.
    private static async Task LevelIs(ActorSystem node, TxaioLogLevel level)
    {
        for (var watch = Stopwatch.StartNew(); LevelOf(node) != level; await Task.Delay(20))
            Assert.True(watch.Elapsed < Patience, $"The level is {LevelOf(node)} and not {level}.");
    }

    private async Task<ActorSystem> Add(string scope)
    {
        var node = await _cluster.Add(
            $$"""
            txaio.cluster { log-level = {{scope}}, store.file = "{{_folder}}/timers.db" }
            """);
        node.TxaioCluster();
        return node;
    }

    private sealed class AllLines : ReceiveActor
    {
        public AllLines(ChannelWriter<string> lines) => Receive<Warning>(warning =>
        {
            var text = $"{warning.Message}";
            if (text.Contains("log level", StringComparison.Ordinal))
                lines.TryWrite(text);
        });
    }

    private sealed class Lines : ReceiveActor
    {
        public Lines(TaskCompletionSource<string> line) => Receive<Warning>(warning =>
        {
            var text = $"{warning.Message}";
            if (text.Contains("log level", StringComparison.Ordinal))
                line.TrySetResult(text);
        });
    }
}
