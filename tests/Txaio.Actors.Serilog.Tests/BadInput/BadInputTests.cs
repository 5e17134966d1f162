using Serilog;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Txaio.Actors.Tests.Shared.BadInput;
using Xunit.Abstractions;

namespace Txaio.Actors.Serilog.Tests.BadInput;

/// <summary>Every public member of the package with null and hostile arguments, and with loggers in each state.</summary>
public sealed class BadInputTests(ITestOutputHelper output)
{
    [Fact]
    public void No_member_throws_an_undocumented_exception() =>
        BadInputCheck.Run(output, typeof(SerilogSetup).Assembly, static (documented, tryAll) =>
        {
            var candidates = new Candidates();
            candidates.AddMakers<ILogger>(
                static () => new LoggerConfiguration().CreateLogger(), Disposed,
                static () => new LoggerConfiguration().CreateLogger().ForContext("a", 1), static () => null);
            candidates.AddMakers<ITextFormatter>(
                static () => new MessageTemplateTextFormatter("{Message}", null), static () => null);
            candidates.AddMakers<LogEvent>(
                static () => new LogEvent(
                    DateTimeOffset.UnixEpoch, LogEventLevel.Error, new HostileException(), MessageTemplate.Empty, []),
                static () => null);
            tryAll(new BadInputRun(candidates, documented) { AfterMember = static _ => { } });
        });

    private static ILogger Disposed()
    {
        var logger = new LoggerConfiguration().CreateLogger();
        logger.Dispose();
        return logger;
    }
}
