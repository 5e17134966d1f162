using System.Diagnostics;
using System.Globalization;
using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

/// <summary>The library's texts of numbers, times and names are the same under every culture.</summary>
public sealed class CultureTests : LoggingTestBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    protected override void AfterAll()
    {
        CultureInfo.CurrentCulture = _before;
        base.AfterAll();
    }

    [Fact]
    public void Templates_and_values_are_invariant_under_a_culture_with_signs_of_its_own()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NegativeSign, culture.NumberFormat.NumberDecimalSeparator) = ("\u2212", ",");
        CultureInfo.CurrentCulture = culture;
        var (a, b) = (-3, 4.5);

        Log.Info("{own,-8}|{y}", a, b);
        Log.Info("{own,-8}|{y}", ("own", a), ("y", b));
        Log.Info($"{a,-8}|{b}");
        Log.Info("{x} {y}", new[] { -1.5, 2 }, new System.Numerics.BigInteger(-7));
        Log.Info("{log_level}", ("log_level", 1));

        Assert.Equal(
            ["{own,-8}|{y}", "{own,-8}|{y}", "{a,-8}|{b}"], Events.Take(3).Select(e => e.GetTemplate()));
        Assert.Equal(
            ["-3      |4.5", "-3      |4.5", "-3      |4.5", "[-1.5, 2] -7"],
            Events.Take(4).Select(e => e.Message.ToString()));
    }

    [Theory]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    [InlineData("ar")]
    [InlineData("ar-SA")]
    [InlineData("fa")]
    [InlineData("de-CH")]
    [InlineData("th-TH")]
    public async Task Everything_is_as_under_the_invariant_culture(string culture)
    {
        var (expected, _) = await RunAsync("");
        var (lines, errors) = await RunAsync(culture);

        // A machine without ICU has no cultures that could differ.
        if (errors.Contains("ICU", StringComparison.Ordinal))
            return;
        Assert.StartsWith(culture, errors);
        Assert.Equal(expected, lines);
        Assert.Contains("{x,-8}|{y}|{z:N1}", lines);
        Assert.True(lines.Length > 40, $"{lines.Length} lines");
    }

    private static async Task<(string[] Lines, string Errors)> RunAsync(string culture)
    {
        // Both projects build into .../tests/{project}/bin/{configuration}/net10.0/.
        const string Name = "Txaio.Actors.CultureProcess";
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = output.Parent!.Parent!.Parent!.Parent!.FullName;
        var program = Path.Combine(tests, Name, "bin", output.Parent!.Name, output.Name, $"{Name}.dll");
        Assert.True(File.Exists(program), $"{program} has not been built");
        using var limit = new CancellationTokenSource(Patience);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, culture])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var lines = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);

            // Akka's own lines have times in the format of the culture.
            return (
                [.. lines.Split('\n').Where(static line => line.Length > 0 && !line.StartsWith("[INFO]", StringComparison.Ordinal))],
                await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
