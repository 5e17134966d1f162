namespace Txaio.Samples.Tests;

/// <summary>The samples without options refuse arguments, and describe themselves.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("Basic")]
    [InlineData("MultiLoop")]
    [InlineData("LogInterop")]
    [InlineData("RemoteFutures")]
    public async Task Unknown_argument_is_one_line_and_exit_code_2(string sample)
    {
        foreach (var argument in new[] { "--verbose", "--connections=200", "file.txt", "--worker=yes" })
        {
            var result = await SampleProcess.RunAsync(sample, argument);

            Assert.Equal(
                ($"{sample}: unknown argument {argument}; it takes none but --help", "", 2),
                (result.Error.TrimEnd(), result.Text, result.ExitCode));
        }
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("MultiLoop")]
    [InlineData("LogInterop")]
    [InlineData("RemoteFutures")]
    public async Task Help_describes_the_sample(string sample)
    {
        var result = await SampleProcess.RunAsync(sample, "--help");

        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        Assert.StartsWith($"{sample}: ", result.Text, StringComparison.Ordinal);
        Assert.EndsWith($"Usage: {sample} [--help]", result.Text, StringComparison.Ordinal);
    }
}
