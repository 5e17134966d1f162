using System.Globalization;
using System.Text.Json;
using Txaio.Actors.AttackNode.Victims;

namespace Txaio.Actors.Attack.Tests.Matrix;

/// <summary>A process of the program <c>Txaio.Actors.AttackNode</c>.</summary>
public sealed class AttackProcess : NodeProcess
{
    // A busy machine may need long for an attack of tens of thousands of messages.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private AttackProcess(string hocon, string program)
        : base(typeof(Victim).Assembly.Location, hocon, program)
    {
    }

    /// <summary>The events that the victim gave to the host's log.</summary>
    public IReadOnlyList<JsonLines.Entry> Logged =>
        [.. Lines.Where(static line => line.StartsWith(JsonLines.Start, StringComparison.Ordinal))
            .Select(static line => JsonSerializer.Deserialize<JsonLines.Entry>(line[JsonLines.Start.Length..])!)];

    /// <summary>The lines of <c>StartLogging</c>, on standard error.</summary>
    public IReadOnlyList<string> Written =>
        [.. Lines.Where(static line =>
            !line.StartsWith(JsonLines.Start, StringComparison.Ordinal)
            && !line.StartsWith("ready ", StringComparison.Ordinal))];

    /// <summary>Starts a victim or a hostile node, and waits until it listens.</summary>
    /// <param name="program">victim or hostile.</param>
    /// <param name="hocon">HOCON that overrides the program's own.</param>
    public static async Task<AttackProcess> Start(string program, string hocon = "")
    {
        var process = new AttackProcess(hocon, program);
        try
        {
            await process.Begin();
            return process;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Makes a hostile node attack, and waits until the victim has received everything.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="victim">The victim.</param>
    /// <param name="targets">Paths or whole refs of the victim's actors.</param>
    /// <returns>How many messages of how many kinds were sent.</returns>
    public async Task<(int Messages, int Kinds)> Attack(
        string attack, NodeProcess victim, IEnumerable<string> targets)
    {
        var start = $"attacked {attack}: ";
        var before = Lines.Count(IsEnd);
        await Tell($"{attack} {victim.Address} {string.Join(' ', targets)}");
        await WaitForLine(_ => Lines.Count(IsEnd) > before, Patience);
        var said = Lines.Last(IsEnd)[start.Length..];
        var words = said.Split(' ');
        Assert.True(int.TryParse(words[0], out var messages), said);
        return (messages, int.Parse(words[3], CultureInfo.InvariantCulture));

        bool IsEnd(string line) => line.StartsWith(start, StringComparison.Ordinal);
    }
}
