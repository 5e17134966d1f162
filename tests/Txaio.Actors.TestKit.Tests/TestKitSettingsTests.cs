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
    [InlineData("patiense = 1s", "txaio.testkit.patiense: there is no such setting; known are: pending-at-end, timeout, start.")]
    public void Mistake_is_refused_in_one_line(string setting, string message)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Read(setting));

        Assert.StartsWith(message, refused.Message);
        var config = $"akka.loglevel = OFF\ntxaio.testkit {{ {setting} }}";
        Assert.Equal(
            refused.Message, Assert.Throws<ConfigurationException>(() => VirtualTime.Create(config)).Message);
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

    private static TestKitSettings Read(string setting) =>
        TestKitSettings.Read(ConfigurationFactory.ParseString($"txaio.testkit {{ {setting} }}"));
}
