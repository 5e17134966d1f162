using System.Diagnostics;
using Txaio.Actors.Soak;

namespace Txaio.Actors.Tests.Soak;

/// <summary>The options of the soak program.</summary>
public sealed class SoakOptionsTests
{
    private static readonly string[] Kinds = ["asks", "loggers", "kills"];

    [Fact]
    public void Read_without_arguments_takes_all_kinds_for_a_minute()
    {
        var options = SoakOptions.Read([], Kinds);

        Assert.Equal(Kinds, options.Kinds);
        Assert.Equal(TimeSpan.FromMinutes(1), options.Time);
    }

    [Fact]
    public void Read_with_all_options_takes_all()
    {
        var options = SoakOptions.Read(["--seed", "7", "--only", "kills,asks", "--seconds", "90"], Kinds);

        Assert.Equal(["kills", "asks"], options.Kinds);
        Assert.Equal(TimeSpan.FromSeconds(90), options.Time);
        Assert.Equal(7, options.Seed);
    }

    [Fact]
    public void Read_with_minutes_takes_minutes() =>
        Assert.Equal(TimeSpan.FromMinutes(30), SoakOptions.Read(["--minutes", "30"], Kinds).Time);

    [Theory]
    [InlineData("'--fast' is not known", "--fast")]
    [InlineData("'asks' is not known", "asks")]
    [InlineData("There is no kind 'ask'; --only takes asks, loggers, kills", "--only", "ask")]
    [InlineData("There is no kind ''", "--only", "asks,")]
    [InlineData("There is no kind 'nothing'", "--only")]
    [InlineData("--minutes takes a number from 1 to 1440, not 0", "--minutes", "0")]
    [InlineData("--seconds takes a number from 1 to 86400, not 1.5", "--seconds", "1.5")]
    [InlineData("--seconds takes a number from 1 to 86400, not nothing", "--seconds")]
    [InlineData("--seed takes a number from 0 to 2147483647, not -1", "--seed", "-1")]
    public void Read_with_a_mistake_names_it(string part, params string[] args)
    {
        var error = Assert.Throws<FormatException>(() => SoakOptions.Read(args, Kinds));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Program_with_a_mistake_writes_one_line_and_exits_with_two()
    {
        using var program = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(SoakOptions).Assembly.Location, "--only", "none"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var error = await program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();

        Assert.StartsWith("There is no kind 'none'; --only takes loop-calls", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(output);
        Assert.Equal(2, program.ExitCode);
    }
}
