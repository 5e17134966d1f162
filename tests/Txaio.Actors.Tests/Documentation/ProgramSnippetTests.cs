using System.Diagnostics;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>Each program in a page prints the text of the output block below it.</summary>
public sealed class ProgramSnippetTests
{
    // Only failing tests wait that long. A busy machine needs the room.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<Snippet> Programs =>
        [.. Snippet.All("csharp").Where(static snippet => snippet.Output is not null)];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Program_prints_the_output_block_below_it(Snippet program)
    {
        var folder = Directory.CreateTempSubdirectory("txaio-snippet-");
        try
        {
            var result = await RunAsync(Build(program, folder.FullName));

            Assert.Equal(program.Output!.Split('\n'), LinesOf(result.Output));
            Assert.Equal("", result.Error);
            Assert.Equal(0, result.ExitCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Readme_has_a_program_with_its_output() =>
        Assert.Contains(Snippet.All("csharp"), static snippet => snippet is { Page: "README.md", Output: not null });

    // On a busy machine a program's first callbacks can be slow, which the library reports with a warning.
    private static IEnumerable<string> LinesOf(string output) =>
        output.TrimEnd().ReplaceLineEndings("\n").Split('\n').Where(static line =>
            !line.StartsWith("[WARNING]", StringComparison.Ordinal)
            || !line.EndsWith(".slow-callback = 100 ms)", StringComparison.Ordinal));

    // Compiles the program and puts the assemblies of its packages beside it, as a build does.
    private static string Build(Snippet program, string folder)
    {
        var path = Path.Combine(folder, "snippet.dll");
        using (var assembly = File.Create(path))
        {
            var emitted = SnippetCompiler.Compile(program).Emit(assembly);
            Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        }

        foreach (var file in PackageReferences.FilesOf(program.Packages))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var tests = typeof(ProgramSnippetTests).Assembly.GetName().Name;
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, $"{tests}.runtimeconfig.json"),
            Path.ChangeExtension(path, ".runtimeconfig.json"));
        return path;
    }

    private static async Task<(string Output, string Error, int ExitCode)> RunAsync(string path)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (output, await error, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
