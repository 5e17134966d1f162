using Txaio.Actors.Benchmarks.Cases;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Plots;
using Txaio.Actors.Benchmarks.Reports;

namespace Txaio.Actors.Benchmarks.Isolation;

/// <summary>
/// Measures one case in this process, and writes its <see cref="CaseAnswer"/> to the standard output. Started by
/// <see cref="CaseProcess"/>; on the command line, use <c>compare --only</c>.
/// </summary>
internal static class CaseCommand
{
    public const string Name = "case";

    public static int Run(string[] args)
    {
        if (!CompareOptions.TryParse(args, AllCases.Ids, out var options, out var error))
        {
            Console.Error.WriteLine(error);
            return CompareCommand.BadOptions;
        }

        if (options.Only is not [var id])
        {
            Console.Error.WriteLine($"{Name} takes one case, not {options.Only.Count}: --only P1.");
            return CompareCommand.BadOptions;
        }

        // Other output of the process must not mix with the result.
        var output = Console.Out;
        Console.SetOut(Console.Error);
        var growth = new GrowthFigures();
        var result = Measure(AllCases.Create(growth).Single(@case => @case.Id == id), options);
        output.WriteLine(new CaseAnswer(result, [.. growth.All]).ToJson());
        return 0;
    }

    private static CaseResult Measure(ICase @case, CompareOptions options)
    {
        var run = new CaseRun(@case, options);
        string? failure = null;
        try
        {
            @case.Run(run);
        }
        catch (Exception e)
        {
            failure = $"{@case.Id} failed: {e.GetType().Name}: {e.Message}";
            Console.Error.WriteLine(e);
        }

        return new CaseResult(@case.Id, @case.Title, @case.Includes, run.Bars, run.Skipped, failure);
    }
}
