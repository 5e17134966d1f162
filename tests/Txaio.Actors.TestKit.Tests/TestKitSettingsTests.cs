using Akka.Configuration;
using Txaio.Actors.TestKit.Configuration;
using Txaio.Actors.TestKit.Ending;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>The settings under <c>txaio.testkit</c>.</summary>
public sealed class TestKitSettingsTests
{
    [Fact]
    public void Defaults_are_those_of_the_reference() => Assert.Equal(
        new TestKitSettings(PendingAtEndMode.Log, TimeSpan.FromSeconds(10)), TestKitSettings.Read(Config.Empty));

    [Theory]
    [InlineData("pending-at-end = throw", PendingAtEndMode.Throw, 10_000)]
    [InlineData("pending-at-end = off", PendingAtEndMode.Off, 10_000)]
    [InlineData("timeout = 250ms", PendingAtEndMode.Log, 250)]
    [InlineData("timeout = infinite", PendingAtEndMode.Log, -1)]
    public void Settings_are_read(string setting, object mode, double timeout) => Assert.Equal(
        new TestKitSettings((PendingAtEndMode)mode, TimeSpan.FromMilliseconds(timeout)), Read(setting));

    [Theory]
    [InlineData("pending-at-end = shout", "txaio.testkit.pending-at-end = shout: must be log, throw or off.")]
    [InlineData("timeout = 10", "txaio.testkit.timeout = 10: must be a positive duration with its unit")]
    [InlineData("timeout = 0s", "txaio.testkit.timeout = 0s: must be a positive duration with its unit")]
    [InlineData("timeout = soon", "txaio.testkit.timeout = soon: must be a positive duration with its unit")]
    [InlineData("start = tomorrow", "txaio.testkit.start = tomorrow: must be now, or a time with its offset from UTC")]
    [InlineData("start = \"2026-01-01T00:00:00\"", "txaio.testkit.start = 2026-01-01T00:00:00: must be now")]
    [InlineData("patiense = 1s", "txaio.testkit.patiense = 1s: not a known key; known are pending-at-end, timeout, start")]
    public void Mistake_is_refused_in_one_line(string setting, string message)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Read(setting));

        Assert.StartsWith(message, refused.Message);
        var config = $"akka.loglevel = OFF\ntxaio.testkit {{ {setting} }}";
        Assert.Equal(
            refused.Message, Assert.Throws<ConfigurationException>(() => VirtualTime.Create(config)).Message);
    }

    // Akka overflows the stack when it reads or merges such a value.
    [Theory]
    [InlineData("txaio = ${txaio}", "txaio = a substitution that refers to itself: must be a value of its own")]
    [InlineData("txaio.testkit = ${txaio.testkit}", "txaio.testkit = a substitution that refers to itself: ")]
    [InlineData("txaio.testkit = ${txaio}", "txaio.testkit.testkit = {...}: not a known key; known are ")]
    [InlineData("txaio.testkit = 5", "txaio.testkit = 5: must be a section.")]
    [InlineData("txaio.testkit.timeout = ${txaio.testkit.timeout}", "txaio.testkit.timeout = a substitution that ")]
    [InlineData("txaio.testkit.timeout = ${txaio.testkit}", "txaio.testkit.timeout = {...}: must be a positive duration")]
    [InlineData("txaio.testkit.start = ${b}\nb = ${txaio.testkit.start}", "txaio.testkit.start = a substitution that ")]
    [InlineData("txaio.testkit.start = ${?x}", "txaio.testkit.start = ${?...} (Akka's HOCON has no optional ")]
    public void Value_that_refers_to_itself_is_refused_by_each_reader(string hocon, string message)
    {
        var config = ConfigurationFactory.ParseString(hocon);

        Refused(message, () => TestKitSettings.Read(config));
        Refused(message, () => VirtualTime.Create(config));
        Refused(message, () => VirtualTime.Create(DateTimeOffset.UnixEpoch, hocon));
    }

    [Theory]
    [InlineData("txaio.loops = ${txaio.loops}", "txaio.loops = a substitution that refers to itself: ")]
    [InlineData("txaio.loops.io = ${txaio.loops.io}", "txaio.loops.io = a substitution that refers to itself: ")]
    [InlineData("txaio.loops.io.dispatcher = ${txaio.loops.io.dispatcher}",
        "txaio.loops.io.dispatcher = a substitution that refers to itself: ")]
    [InlineData("akka = ${akka}", "akka = a substitution that refers to itself: ")]
    [InlineData("akka.scheduler = ${akka.scheduler}", "akka.scheduler = a substitution that refers to itself: ")]
    [InlineData("virtual-dispatcher = ${virtual-dispatcher}", "virtual-dispatcher = a substitution that refers ")]
    public void Value_that_refers_to_itself_is_refused_where_virtual_time_sets_values(string hocon, string message) =>
        Refused(message, () => VirtualTime.Over(ConfigurationFactory.ParseString(hocon)));

    [Fact]
    public void Section_that_contains_itself_elsewhere_does_not_matter()
    {
        using var time = VirtualTime.Create("akka.loglevel = OFF\na { b = ${a} }");

        Assert.NotNull(time.Txaio);
    }

    [Fact]
    public void Timeout_bounds_a_wait_that_never_ends()
    {
        using var time = VirtualTime.Create("akka.loglevel = OFF\ntxaio.testkit.timeout = 20ms");
        // The start of the system may leave work that takes longer than the setting.
        time.WaitFor(Task.CompletedTask, TimeSpan.FromSeconds(30));

        var failure = Assert.Throws<TimeoutException>(() => time.WaitFor(new TaskCompletionSource().Task));

        Assert.Contains("nothing happened for 00:00:00.0200000 of real time", failure.Message);
        // The end of the system takes longer than the setting.
        time.Terminate(TimeSpan.FromSeconds(30));
    }

    private static void Refused(string message, Action read)
    {
        var error = Assert.Throws<ConfigurationException>(read).Message;
        Assert.StartsWith(message, error);
        Assert.DoesNotContain('\n', error);
    }

    private static TestKitSettings Read(string setting) =>
        TestKitSettings.Read(ConfigurationFactory.ParseString($"txaio.testkit {{ {setting} }}"));
}
