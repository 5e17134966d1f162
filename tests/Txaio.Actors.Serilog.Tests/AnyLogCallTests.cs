using System.Globalization;
using CsCheck;
using Serilog;
using Serilog.Events;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>
/// An event that a log call makes has in Serilog's sinks the text of the same call of Serilog, for any message template
/// and arguments.
/// </summary>
public sealed class AnyLogCallTests : SerilogTestBase
{
    private const int Calls = 5_000;

    [Fact]
    public async Task Any_template_and_arguments_have_the_text_of_Serilog() =>
        await Gen.Select(AnyLogCall.Templates, AnyLogCall.Values.Array[1, 4]).Array[Calls].SampleAsync(
            async calls =>
            {
                var direct = new CollectingSink();
                await using var serilog = new LoggerConfiguration().WriteTo.Sink(direct).CreateLogger();
                // Serilog has no text for a value that does not know its format.
                calls = [.. calls.Where(call => call.Item1.Length > 0 && IsRendered(serilog, direct, call.Item1, call.Item2))];
                var system = Start(ToSink().CreateLogger(), "txaio.logging.level = info");
                var log = system.Txaio().MakeLogger("test");
                foreach (var (template, values) in calls)
                    log.Info(template, values);

                var written = await EndAsync(system);

                Assert.InRange(calls.Length, Calls / 2, Calls);
                Assert.Equal(calls.Length, written.Count);
                for (var i = 0; i < calls.Length; i++)
                {
                    serilog.Information(calls[i].Item1, calls[i].Item2);
                    var (expected, text) = (Text(direct.All[^1]), Text(written[i]));
                    if (text != expected)
                        Assert.Fail($"{calls[i].Item1} is <{text}>, and <{expected}> when Serilog itself is called");
                }
            },
            iter: 1,
            threads: 1);

    private static bool IsRendered(ILogger serilog, CollectingSink sink, string template, object?[] values)
    {
        // A width of 0 is left out of the published template, so a hole without a value shows a difference.
        if (template.Contains(",0", StringComparison.Ordinal) || template.Contains(",-0", StringComparison.Ordinal))
            return false;
        serilog.Information(template, values);
        try
        {
            _ = Text(sink.All[^1]);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Text(LogEvent e) => e.RenderMessage(CultureInfo.InvariantCulture);
}
