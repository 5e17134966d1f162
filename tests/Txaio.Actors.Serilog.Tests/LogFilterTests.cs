using Akka.Actor;
using Akka.Event;
using Serilog;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>The logger obeys Akka's log filters, and renders messages only for filters that read text.</summary>
public sealed class LogFilterTests : SerilogTestBase
{
    [Fact]
    public async Task Filter_by_source_drops_events()
    {
        var system = Start(ToSink().CreateLogger(), "", new LogFilterSetup([new BySource("test.noisy")]));
        system.Txaio().MakeLogger("test.noisy").Error("dropped");
        system.Txaio().MakeLogger("test.other").Info("kept");

        Assert.Equal(["kept"], (await EndAsync(system)).Select(e => e.RenderMessage()));
    }

    [Fact]
    public async Task Filter_by_text_drops_events()
    {
        var system = Start(ToSink().CreateLogger(), "", new LogFilterSetup([new ByText("secret 1")]));
        var log = system.Txaio().MakeLogger("test");
        log.Info("{What} {N}", "secret", 1);
        log.Info("{What} {N}", "secret", 2);

        Assert.Equal([2], (await EndAsync(system)).Select(e => e.Value("N")));
    }

    [Fact]
    public async Task Filters_of_both_kinds_hold_together()
    {
        var filters = new LogFilterSetup([new BySource("test.noisy"), new ByText("secret")]);
        var system = Start(ToSink().CreateLogger(), "", filters);
        system.Txaio().MakeLogger("test.noisy").Info("dropped");
        system.Txaio().MakeLogger("test.other").Info("a secret");
        system.Txaio().MakeLogger("test.other").Info("kept");

        Assert.Equal(["kept"], (await EndAsync(system)).Select(e => e.RenderMessage()));
    }

    [Fact]
    public async Task Message_is_not_rendered_without_filters_or_for_filters_by_source()
    {
        var message = new CountedMessage();
        foreach (var filters in new LogFilterBase[][] { [], [new BySource("test.noisy")] })
        {
            var system = Start(ToSink().CreateLogger(), "", new LogFilterSetup(filters));
            system.EventStream.Publish(new Info("test", typeof(string), message));
            await system.Terminate();
        }

        Assert.Equal([1, 1], Sink.Events.Select(e => e.Value("A")));
        Assert.Equal(0, message.Rendered);
    }

    [Fact]
    public async Task Message_is_rendered_once_for_a_filter_by_text_and_only_if_its_level_passes()
    {
        var message = new CountedMessage();
        var filters = new LogFilterSetup([new ByText("nothing"), new ByText("such")]);
        var system = Start(ToSink().MinimumLevel.Information().CreateLogger(), "", filters);
        system.EventStream.Publish(new Debug("test", typeof(string), message));
        system.EventStream.Publish(new Info("test", typeof(string), message));

        Assert.Single(await EndAsync(system));
        Assert.Equal(1, message.Rendered);
    }

    private sealed class BySource(string source) : LogFilterBase
    {
        public override LogFilterType FilterType => LogFilterType.Source;

        public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
            content.LogSource == source ? LogFilterDecision.Drop : LogFilterDecision.Keep;
    }

    private sealed class ByText(string text) : LogFilterBase
    {
        public override LogFilterType FilterType => LogFilterType.Content;

        public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
            expandedMessage!.Contains(text, StringComparison.Ordinal)
                ? LogFilterDecision.Drop
                : LogFilterDecision.Keep;
    }

    private sealed class CountedMessage() : LogMessage(SemanticLogMessageFormatter.Instance, "{A}")
    {
        public int Rendered { get; private set; }

        public override string ToString() => $"{++Rendered}";

        public override string Unformatted() => "";

        public override IEnumerable<object> Parameters() => [1];
    }
}
