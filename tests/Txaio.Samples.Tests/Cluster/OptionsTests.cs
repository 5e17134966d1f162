using DurableCalls;

namespace Txaio.Samples.Tests.Cluster;

/// <summary>The command line.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void No_options_give_the_full_demo()
    {
        var options = Options.Parse([]);

        Assert.Equal((Mode.Demo, 20_000, 3, Store.Sqlite), (options.Mode, options.Calls, options.Nodes, options.Store));
        Assert.Equal(TimeSpan.FromSeconds(60), options.Duration);
        Assert.Equal([20, 40], Seconds(options));
    }

    [Fact]
    public void All_options_are_read()
    {
        var options = Options.Parse(
            ["--calls", "2000", "--seconds=30", "--nodes", "5", "--kill", "25,8", "--store=postgres"]);

        Assert.Equal((2_000, 5, Store.Postgres), (options.Calls, options.Nodes, options.Store));
        Assert.Equal(TimeSpan.FromSeconds(30), options.Duration);
        Assert.Equal([8, 25], Seconds(options));
        Assert.Empty(Options.Parse(["--kill", "none"]).Kills);
    }

    [Theory]
    [InlineData(60, new[] { 20.0, 40 })]
    [InlineData(41, new[] { 20.0, 40 })]
    [InlineData(40, new[] { 20.0 })]
    [InlineData(10, new double[0])]
    public void Short_run_without_the_option_has_the_kills_that_fit(int seconds, double[] kills) =>
        Assert.Equal(kills, Seconds(Options.Parse(["--seconds", $"{seconds}"])));

    [Theory]
    [InlineData("--call", "4", "unknown option --call; see --help")]
    [InlineData("--calls", null, "--calls needs a value: a whole number from 1 to 1000000")]
    [InlineData("--calls", "0", "--calls 0: must be a whole number from 1 to 1000000")]
    [InlineData("--calls", "1e3", "--calls 1e3: must be a whole number from 1 to 1000000")]
    [InlineData("--calls", "", "--calls : must be a whole number from 1 to 1000000")]
    [InlineData("--calls", "-5", "--calls -5: must be a whole number from 1 to 1000000")]
    [InlineData("--seconds", "4", "--seconds 4: must be a whole number from 5 to 3600")]
    [InlineData("--nodes", "1", "--nodes 1: must be a whole number from 2 to 9")]
    [InlineData("--nodes", "10", "--nodes 10: must be a whole number from 2 to 9")]
    [InlineData("--store", "mysql", "--store mysql: must be sqlite or postgres")]
    [InlineData("--store", null, "--store needs a value: sqlite or postgres")]
    [InlineData("--kill", null, "--kill needs a value: seconds, such as 20,40, or none")]
    [InlineData("--kill", "20,", "--kill : must be a whole number from 0 to 3600")]
    [InlineData("--kill", "soon", "--kill soon: must be a whole number from 0 to 3600")]
    [InlineData("--kill", "60", "--kill 60: must be at least 1 s before the end, --seconds 60")]
    [InlineData("--kill", "20,34", "--kill 20,34: must be at least 15 s apart, so that the node before is back")]
    [InlineData("--kill", "9,9", "--kill 9,9: must be at least 15 s apart, so that the node before is back")]
    [InlineData("--node", "4053", "--node and --config are for the nodes that this program starts itself")]
    [InlineData("--config", "a.conf", "--node and --config are for the nodes that this program starts itself")]
    public void Bad_option_is_named_with_what_is_allowed(string name, string? value, string message)
    {
        string[] arguments = value is null ? [name] : [name, value];

        Assert.Equal(message, Assert.Throws<UsageException>(() => Options.Parse(arguments)).Message);
    }

    [Theory]
    [InlineData("20000", "unexpected argument 20000; see --help")]
    [InlineData("--store=", "--store : must be sqlite or postgres")]
    [InlineData("--nodes=3 --nodes=4", "--nodes is given twice")]
    [InlineData("--node=4053 --config=no.conf", "--config no.conf: there is no such file")]
    [InlineData(
        "--node=4053 --config=no.conf --calls=5",
        "--node and --config are for the nodes that this program starts itself")]
    public void Bad_arguments_are_named(string arguments, string message) => Assert.Equal(
        message, Assert.Throws<UsageException>(() => Options.Parse(arguments.Split(' '))).Message);

    [Fact]
    public async Task Wrong_command_line_is_one_line_and_exit_code_2()
    {
        var result = await SampleProcess.RunAsync("Cluster", "--nodes", "1");

        Assert.Equal(
            ("Cluster: --nodes 1: must be a whole number from 2 to 9", "", 2),
            (result.Error.TrimEnd(), result.Text, result.ExitCode));
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var result = await SampleProcess.RunAsync("Cluster", "--help");

        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        Assert.All(
            ["--calls", "--seconds", "--nodes", "--kill", "--store", "--help"],
            option => Assert.Contains($"  {option} ", result.Text, StringComparison.Ordinal));
    }

    private static IEnumerable<double> Seconds(Options options) =>
        options.Kills.Select(static kill => kill.TotalSeconds);
}
