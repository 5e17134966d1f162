using System.Text.Json;
using Akka.Actor;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>
/// The result of each form of log call in Serilog's sinks, with Akka's Serilog logger and the library's. An abstract
/// member stands for each difference between the two loggers.
/// </summary>
/// <param name="logger">The class in <c>akka.loggers</c>.</param>
public abstract partial class SinkContract(string logger) : SinksTestBase(logger)
{
    private const string Name = "test.orders";

    // The properties of every event, which only one test compares.
    private static readonly HashSet<string> Standard =
        ["@t", "@tr", "@sp", "@r", "ActorPath", "LogSource", "SourceContext", "Thread", "Timestamp"];

    /// <summary>Compares the level and the text of one event in all sinks, and its other JSON properties.</summary>
    private Task HasAsync(string text, string json, Action<ITxaioLogger> call, string? file = null) =>
        HasAsync(text, json, (_, log) => call(log), file);

    // The console sink writes structures and Booleans in its own way, so a test may pass another text for the file.
    private async Task HasAsync(
        string text, string json, Action<ActorSystem, ITxaioLogger> call, string? file = null)
    {
        var lines = await WrittenAsync(system => call(system, system.Txaio().MakeLogger(Name)));

        Assert.Equal(text, Assert.Single(lines.Console));
        Assert.Equal(file ?? text, Assert.Single(lines.File));
        Assert.Equal(Members(JsonDocument.Parse(json).RootElement), Members(Assert.Single(lines.Json)));
    }

    private static IEnumerable<string> Members(JsonElement e) => e.EnumerateObject()
        .Where(static member => !Standard.Contains(member.Name))
        .Select(static member => $"{member.Name}: {member.Value.GetRawText()}")
        .Order(StringComparer.Ordinal);

    private sealed record Point(int X, int Y)
    {
        public override string ToString() => $"{X}/{Y}";
    }

    private sealed class Bad
    {
        public override string ToString() => throw new InvalidOperationException("bad value");
    }
}
