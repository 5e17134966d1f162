using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Txaio.Actors.Tests.Logging;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>Text that would control a terminal, and huge formats, on the way to and from the host's log.</summary>
public sealed class HostileTextTests : HostTestBase
{
    private const string Hostile = "a\u001b[2J\n\u009b\u2028\u202e\ud800z";
    private const string Safe = @"a\u001b[2J\n\u009b\u2028\u202e\ud800z";

    [Fact]
    public async Task Text_that_providers_write_is_safe_and_cut_and_values_are_the_callers()
    {
        var host = await StartAsync((akka, _) =>
            akka.WithTxaio().ConfigureLoggers(static loggers => loggers.AddTxaioLoggerFactory()));
        var log = host.Services.GetRequiredService<ITxaio>().MakeLogger("test");
        log.Info("ours {A}", Hostile);
        log.Info("text " + Hostile);
        var akka = Akka.Event.Logging.GetLogger(host.Services.GetRequiredService<Akka.Actor.ActorSystem>(), "test.akka");
        akka.Info("theirs " + Hostile);
        akka.Info("value {0}", Hostile);
        akka.Info("long " + new string('x', 1_000_000));

        var ours = await EntryAsync("ours ");
        Assert.Equal("ours " + Safe, ours.Text);
        Assert.Equal(Hostile, ours.Value("A"));
        Assert.Equal("text " + Safe, (await EntryAsync("text ")).Text);
        var theirs = await EntryAsync("theirs ");
        Assert.Equal("theirs " + Safe, theirs.Text);
        Assert.Equal("theirs " + Hostile, theirs.Value("{OriginalFormat}"));
        Assert.Equal("value " + Safe, (await EntryAsync("value ")).Text);
        Assert.EndsWith("x... (934469 more characters)", (await EntryAsync("long ")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exceptions_and_categories_that_providers_write_are_safe()
    {
        var host = await StartAsync((akka, _) =>
            akka.WithTxaio().ConfigureLoggers(static loggers => loggers.AddTxaioLoggerFactory()));
        var log = host.Services.GetRequiredService<ITxaio>().MakeLogger("test");
        var system = host.Services.GetRequiredService<Akka.Actor.ActorSystem>();
        var hostile = Thrown(Hostile, Thrown("inner\nforged"));
        log.Error(hostile, "ours failed");
        Akka.Event.Logging.GetLogger(system, "test." + Hostile).Error(Thrown(Hostile), "theirs failed");
        var plain = Thrown("plain", Thrown("inner"));
        log.Error(plain, "plain failed");

        foreach (var text in new[] { "ours failed", "theirs failed" })
        {
            var entry = await EntryAsync(text);
            var lines = entry.Exception!.ToString().Split(Environment.NewLine);
            Assert.All(lines, static line => Assert.Equal("", HostileText.UnsafeIn(line)));
            Assert.All(lines[1..], static line => Assert.StartsWith("   ", line, StringComparison.Ordinal));
            Assert.Contains($"System.InvalidOperationException: {Safe}", lines[0], StringComparison.Ordinal);
            Assert.Equal("", HostileText.UnsafeIn(entry.Category));
        }

        Assert.Same(hostile, (await EntryAsync("ours failed")).Exception!.InnerException);
        Assert.Same(plain, (await EntryAsync("plain failed")).Exception);
    }

    private static InvalidOperationException Thrown(string message, Exception? inner = null)
    {
        try
        {
            throw new InvalidOperationException(message, inner);
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    [Theory]
    [InlineData("{A:D999999999} {B}", "{A} {B}")]
    [InlineData("{A,5:N999999999} {B:N1}", "{A,5} {B:N1}")]
    [InlineData("{A:D1000}", "{A:D1000}")]
    public void Format_without_a_bound_is_left_out_of_a_template_of_the_host(string format, string template) =>
        Assert.Equal(template, HostTemplate.Of(format)!.Text);

    [Fact]
    public void Template_of_the_host_with_more_holes_than_ours_have_is_text() =>
        Assert.Null(HostTemplate.Of(string.Concat(Enumerable.Repeat("{A}", 257))));

    private async Task<CollectingProvider.Entry> EntryAsync(string part)
    {
        await Logged.TextAsync(part);
        return Assert.Single(Logged.Entries, entry => entry.Text.StartsWith(part, StringComparison.Ordinal));
    }
}
