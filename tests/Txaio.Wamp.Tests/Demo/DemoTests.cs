using Txaio.Samples.Tests;

namespace Txaio.Wamp.Tests.Demo;

/// <summary>The sample, run as a process.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Short_run_holds()
    {
        var result = await SampleProcess.RunAsync("Wamp", "--calls", "500", "--subscribers", "20");

        Assert.True(result.ExitCode == 0, $"{result.Text}\n{result.Error}");
        Assert.All(
            [
                "register", "call", "progress", "timeout", "cancel", "caller dies", "callee dies", "publish",
                "authenticate", "nothing is left", "stop", "no failure",
            ],
            step => Assert.Single(
                result.Output, line => line.StartsWith($"  ok      {step} ", StringComparison.Ordinal)));
        Assert.Equal("every check held", result.Output[^1]);
    }

    [Fact]
    public async Task Listen_serves_until_it_is_terminated()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var router = SampleProcess.Start("Wamp", "--listen", "http://127.0.0.1:0");
        await router.LineAsync("listening on ws://127.0.0.1:");

        router.Terminate();

        var result = await router.EndAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("realm1 stopped with 0 topics, 0 procedures and 0 calls", result.Text);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var result = await SampleProcess.RunAsync("Wamp", "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.All(
            ["--calls", "--subscribers", "--config", "--listen", "--help"],
            option => Assert.Contains($"\n  {option} ", result.Text));
    }

    [Theory]
    [InlineData("--calls many: must be a whole number from 10 to 1000000", "--calls", "many")]
    [InlineData("--calls needs a value", "--calls")]
    [InlineData("--subscribers 0: must be a whole number from 1 to 1000", "--subscribers=0")]
    [InlineData("--listen http://10.0.0.1:80: must be an address of this machine", "--listen", "http://10.0.0.1:80")]
    [InlineData("--config none.conf: ", "--config", "none.conf")]
    [InlineData("unknown option --port; see --help", "--port", "1")]
    [InlineData("unexpected argument 8080; see --help", "8080")]
    [InlineData("--calls 20: the option is given twice", "--calls=10", "--calls=20")]
    [InlineData("--calls 1e3: must be a whole number from 10 to 1000000", "--calls", "1e3")]
    [InlineData("--config : must be a file of HOCON", "--config=")]
    [InlineData("--config .: cannot be read", "--config", ".")]
    [InlineData("--listen needs a value: an address of this machine", "--listen")]
    [InlineData("--listen 8080: must be an address of this machine", "--listen", "8080")]
    [InlineData("--listen http://127.0.0.1:99999: must be an address", "--listen", "http://127.0.0.1:99999")]
    [InlineData("--listen https://127.0.0.1:1: must be an address", "--listen", "https://127.0.0.1:1")]
    [InlineData("--listen http://127.0.0.1:1/ws: must be an address", "--listen", "http://127.0.0.1:1/ws")]
    [InlineData("--listen http://joe@127.0.0.1:1: must be an address", "--listen", "http://joe@127.0.0.1:1")]
    [InlineData("--listen runs the router alone", "--listen", "http://127.0.0.1:0", "--calls", "10")]
    public async Task Bad_option_is_one_line_and_exit_code_2(string message, params string[] arguments)
    {
        var result = await SampleProcess.RunAsync("Wamp", arguments);

        AssertUsage(result, message);
    }

    [Theory]
    [InlineData("wamp { realms { a { anonymous = on } } }", "--config: wamp.message-size is missing: must be a whole")]
    [InlineData("wamp { pings = off }", "--config: wamp.pings = off: is not a known key")]
    [InlineData("wamp { realms ", "--config: wamp.realms = ")]
    [InlineData("wamp { realms = ${none} }", "--config {0}: is not HOCON: ")]
    public async Task Bad_configuration_is_one_line_and_exit_code_2(string hocon, string message)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, hocon);

        var result = await SampleProcess.RunAsync("Wamp", "--config", file);

        File.Delete(file);
        AssertUsage(result, message.Replace("{0}", file, StringComparison.Ordinal));
    }

    private static void AssertUsage(SampleProcess.Result result, string message)
    {
        Assert.Equal((2, ""), (result.ExitCode, result.Text));
        var line = Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("Wamp: " + message, line, StringComparison.Ordinal);
    }
}
