using System.Text.RegularExpressions;

namespace Txaio.Samples.Tests;

/// <summary>Each sample prints the expected output in its folder. The sample's README has the same output.</summary>
public sealed partial class ExpectedOutputTests
{
    [Theory]
    [InlineData("Basic")]
    [InlineData("MultiLoop")]
    [InlineData("LogInterop")]
    [InlineData("RemoteFutures")]
    public async Task Sample_prints_the_expected_output(string sample)
    {
        var expected = Read(sample, "expected-output.txt");

        var result = await SampleProcess.RunAsync(sample);

        Assert.Equal(expected.TrimEnd(), string.Join('\n', result.Output.Select(Masked)));
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("MultiLoop")]
    [InlineData("LogInterop")]
    [InlineData("RemoteFutures")]
    public void Readme_has_the_expected_output(string sample) =>
        Assert.Contains($"```text\n{Read(sample, "expected-output.txt")}```", Read(sample, "README.md"));

    private static string Read(string sample, string file) =>
        File.ReadAllText(Path.Combine(SampleProcess.SourceOf(sample), file)).ReplaceLineEndings("\n");

    private static string Masked(string line) => Time().Replace(line, "<time>");

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}")]
    private static partial Regex Time();
}
