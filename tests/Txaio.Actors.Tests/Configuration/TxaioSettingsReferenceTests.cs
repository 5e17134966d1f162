using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Txaio.Actors.Configuration;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Nodes;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Configuration;

public sealed partial class TxaioSettingsReferenceTests
{
    private static readonly TxaioSettings Settings = TxaioSettings.Read(TxaioSettings.Reference());

    [Fact]
    public void Read_of_reference_gives_its_values()
    {
        Assert.Equal("default", Settings.DefaultLoop);
        Assert.Equal(TimeSpan.FromSeconds(5), Settings.ShutdownTimeout);
        Assert.Equal("akka.actor.internal-dispatcher", Settings.Dispatcher);
        Assert.Equal("akka.actor.internal-dispatcher", Settings.TimerDispatcher);
        Assert.Equal(TxaioScheduler.Sleeping, Settings.Scheduler);
        Assert.Equal(
            new LoopSettings("default", "txaio.loops.default.dispatcher", 256, 0, TimeSpan.FromMilliseconds(100)),
            Assert.Single(Settings.Loops).Value);
        Assert.Equal(
            new FutureSettings(
                TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), 10_000, TimeSpan.FromMinutes(1), LogUnhandled: true,
                RemoteFailures.Message),
            Settings.Futures);
        Assert.Equal(
            new RemoteSettings(
                10_000, 1000, 10_000, 1000, 100_000, 10_000, CallsEndWithSender: true, 10_000, 1000,
                100_000, 10_000, 10_000, 1000, 100_000, 10_000),
            Settings.Remote);
        Assert.Empty(Settings.Timers);
        Assert.Equal(TxaioLogLevel.Info, Settings.Logging.Level);
        Assert.Equal(0, Settings.Logging.Capacity);
        Assert.Empty(Settings.Logging.Categories);
    }

    [Fact]
    public void Known_keys_are_the_keys_of_reference()
    {
        Assert.Equal(KeysAt("txaio"), TxaioSettingsReader.RootKeys.Order());
        Assert.Equal(KeysAt("txaio.loops.default"), TxaioSettingsReader.LoopKeys.Order());
        Assert.Equal(KeysAt("txaio.futures"), TxaioSettingsReader.FutureKeys.Order());
        Assert.Equal(KeysAt("txaio.remote"), TxaioSettingsReader.RemoteKeys.Order());
        Assert.Equal(KeysAt("txaio.timer-defaults"), TxaioSettingsReader.TimerDefaultKeys.Order());
        Assert.Equal(KeysAt("txaio.logging"), TxaioSettingsReader.LoggingKeys.Order());
    }

    [Fact]
    public void Timer_in_a_comment_of_reference_is_complete_and_shows_the_defaults()
    {
        var hocon = string.Concat(CommentedTimer().Match(ReferenceText()).Groups["line"].Captures
            .Select(static line => line.Value + "\n"));
        var timer = ConfigurationFactory.ParseString(hocon);
        Assert.Equal(
            TxaioSettingsReader.TimerKeys.Order(),
            timer.GetValue("keepalive").GetObject().Items.Keys.Order());

        var shown = Hocon.Read($"txaio.timers {{ {hocon} }}").Timers["keepalive"];
        var left = Hocon.Read("txaio.timers.keepalive { bucket = 1s }").Timers["keepalive"];
        Assert.Equal(shown, left);
        Assert.Equal(
            new BatchedTimerSettings("keepalive", TimeSpan.FromSeconds(1), 100, "default", BucketRounding.Down), left);
    }

    [Fact]
    public void Every_key_of_reference_is_read()
    {
        foreach (var key in Leaves("txaio", TxaioSettings.Reference().GetValue("txaio")))
        {
            var error = Hocon.ErrorOf($"{key} = [1]");
            Assert.StartsWith($"{key} = [...]: ", error, StringComparison.Ordinal);
        }
    }

    // The settings inside a dispatcher's section belong to Akka and are left out.
    private static IEnumerable<string> Leaves(string path, HoconValue value) =>
        value.IsObject() && path != "txaio.loops.default.dispatcher"
            ? value.GetObject().Items.SelectMany(item => Leaves($"{path}.{item.Key}", item.Value)).Append(path)
            : [path];

    private static IEnumerable<string> KeysAt(string path) =>
        TxaioSettings.Reference().GetValue(path).GetObject().Items.Keys.Order();

    private static string ReferenceText()
    {
        using var stream = typeof(TxaioSettings).Assembly.GetManifestResourceStream("Txaio.Actors.reference.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"  timers \{\n( +# (?<line>.*)\n)+  \}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommentedTimer();
}
