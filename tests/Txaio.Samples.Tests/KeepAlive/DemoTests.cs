namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>The demo from the outside.</summary>
[Collection(KeepAliveProcess.Name)]
public sealed class DemoTests
{
    [Fact]
    public async Task Short_run_passes()
    {
        var result = await SampleProcess.RunAsync(
            "KeepAlive",
            ["--connections", "50", "--silent", "20", "--seconds", "4", "--ping", "0.6", "--timeout", "1.2"]);

        Assert.True(result.ExitCode == 0, $"{result.Text}\n{result.Error}");
        Assert.Contains("\nseconds 1/4  connections 50 ", result.Text);
        Assert.Contains("  ok      50 of 50 connections opened", result.Text);
        Assert.Contains("  ok      10 of 10 silent clients dropped in time: ", result.Text);
        Assert.Contains("(allowed: 1.20 to 2.40 s)", result.Text);
        Assert.Contains("  ok      40 of 40 living clients kept; each answered ", result.Text);
        Assert.Contains("  ok      pending in the end: 0 connections, 0 calls at the timer, 0 awaited pongs", result.Text);
        Assert.Equal("every check held", result.Output[^1]);
    }

    [Fact]
    public async Task Interrupt_ends_with_a_summary()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var demo = SampleProcess.Start("KeepAlive", "--connections", "20", "--seconds", "600");
        await demo.LineAsync("seconds 0/600");

        demo.Interrupt();

        var result = await demo.EndAsync();
        Assert.True(result.ExitCode == 130, $"{result.Text}\n{result.Error}");
        Assert.Contains("could not be noticed before the interruption", result.Text);
        Assert.StartsWith("every check held for the ", result.Output[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var result = await SampleProcess.RunAsync("KeepAlive", "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.All(
            [
                "--connections", "--silent", "--seconds", "--ping", "--timeout", "--ping-size",
                "--restart-on-any-traffic", "--config", "--listen", "--help",
            ],
            option => Assert.Contains($"\n  {option} ", result.Text));
    }

    [Fact]
    public async Task Bad_option_is_one_line_and_exit_code_2()
    {
        var result = await SampleProcess.RunAsync("KeepAlive", "--connections", "many");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("KeepAlive: --connections many: must be a whole number from 1 to 60000", result.Error.TrimEnd());
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Impossible_times_are_one_line_and_exit_code_2()
    {
        var result = await SampleProcess.RunAsync("KeepAlive", "--seconds", "5", "--ping", "3", "--timeout", "1");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            "KeepAlive: --seconds 5 is too short to see a silent client dropped: with --ping 3 and --timeout 1 "
            + "it takes up to 5.6 s (or give --silent 0)",
            result.Error.TrimEnd());
    }
}
