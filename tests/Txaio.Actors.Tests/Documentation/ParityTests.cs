using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>The parity page has a row for every name of txaio, with a member and a test.</summary>
public sealed partial class ParityTests
{
    // The names of txaio.aio, as its reference lists them.
    private static readonly string[] Names =
    [
        "AsyncGeneratorType", "FailedFuture", "__str__", "_traceback", "_type", "_value", "value", "_AsyncioApi",
        "_config", "_loop", "add_callbacks", "as_future", "call_later", "cancel", "create_failure", "create_future",
        "create_future_error", "create_future_success", "failure_format_traceback", "failure_message",
        "failure_traceback", "gather", "is_called", "is_future", "make_batched_timer", "reject", "resolve", "sleep",
        "using_asyncio", "using_twisted", "_TxaioFileHandler", "_encode", "_file", "emit", "_TxaioLogWrapper",
        "_logger", "_set_log_level", "_categories", "_default_api", "_log", "_log_level", "_loggers", "_no_op",
        "_started_logging", "_unspecified", "add_log_categories", "config", "get_global_log_level", "make_logger",
        "perf_counter_ns", "set_global_log_level", "start_logging", "time_ns", "with_config",
        // The names of the module txaio and of its other parts.
        "use_asyncio", "use_twisted", "_use_framework", "_explicit_framework", "_unframework", "version", "__version__",
        "_Config", "_BatchedTimer", "_BatchedCall", "_notify_bucket", "_remove_call", "log_levels", "ILogger",
        "IFailedFuture", "IBatchedTimer", "IDelayedCall", "guess_stream_needs_encoding", "log_time", "log_format",
        "txaio_trace", "critical", "error", "warn", "info", "debug", "trace", "replace_loop",
    ];

    private static readonly IReadOnlyList<string[]> Rows =
    [
        .. Repository.Read("docs/parity.md").Split('\n')
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    // Names of .NET that replace names of txaio.
    private static readonly string[] OfTheFramework =
        ["StackTrace", "IAsyncEnumerable", "GetType", "ToString", "Stream", "ArgumentException"];

    public static TheoryData<string> AllNames => [.. Names];

    [Theory]
    [MemberData(nameof(AllNames))]
    public void Every_name_of_txaio_has_a_row(string name) =>
        Assert.Contains(Rows, row => Word().Matches(row[0]).Any(word => word.Value == name));

    [Fact]
    public void Every_row_names_a_member_and_a_test_that_exists()
    {
        var tests = typeof(ParityTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods().Select(method => (type, method)))
            .Where(static it => it.method.IsDefined(typeof(FactAttribute), inherit: true))
            .Select(static it => $"`{it.type.Name}.{it.method.Name}`")
            .Concat(TestsElsewhere())
            .ToHashSet();

        Assert.All(Rows, row =>
        {
            Assert.Equal(4, row.Length);
            Assert.NotEmpty(row[1]);
            Assert.Contains(row[2], tests);
        });
    }

    [Fact]
    public void Every_member_that_a_row_names_is_in_the_public_API()
    {
        var api = PublicApi();
        var settings = Repository.Read("src/Txaio.Actors/reference.conf");
        Assert.All(Rows, row => Assert.All(CodeIn(row[1]), code =>
        {
            foreach (var name in Dotted().Matches(code).Select(static match => match.Value))
            {
                var steps = name.Split('.');
                if (name.StartsWith("txaio.", StringComparison.Ordinal))
                    Assert.Contains(steps[^1], settings, StringComparison.Ordinal);
                else if (steps is [[>= 'A' and <= 'Z', ..], _, ..] && !OfTheFramework.Contains(steps[^1]))
                    Assert.Contains($".{steps[0]}.{steps[1]}", api, StringComparison.Ordinal);
                else if (steps[^1] is [>= 'A' and <= 'Z', ..] last && !OfTheFramework.Contains(last))
                    Assert.Matches($@"[. ]{last}\b", api);
            }
        }));
    }

    // The public API without type arguments, so Future<TResult>.Resolve becomes Future.Resolve.
    private static string PublicApi() => string.Join(
        '\n',
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "PublicAPI.*.txt", SearchOption.AllDirectories)
            .Select(static file => TypeArguments().Replace(File.ReadAllText(file), "")));

    private static IEnumerable<string> CodeIn(string cell) =>
        Code().Matches(cell).Select(static match => TypeArguments().Replace(match.Groups[1].Value, ""));

    // Tests of the other packages. This project does not reference their projects.
    private static IEnumerable<string> TestsElsewhere() =>
        from project in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "tests"), "*.Tests")
        where Path.GetFileName(project) != typeof(ParityTests).Assembly.GetName().Name
        from file in Directory.EnumerateFiles(project, "*Tests.cs", SearchOption.AllDirectories)
        from type in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot()
            .DescendantNodes().OfType<ClassDeclarationSyntax>()
        from method in type.Members.OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(static list => list.Attributes)
            .Any(static attribute => attribute.Name.ToString() is "Fact" or "Theory")
        select $"`{type.Identifier.Text}.{method.Identifier.Text}`";

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[\w-]+(\.[\w-]+)*")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"<[\w!?., ]*>")]
    private static partial Regex TypeArguments();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
