using System.Text.Json;
using System.Text.Json.Serialization;
using Txaio.Actors.Benchmarks.Plots;
using Txaio.Actors.Benchmarks.Reports;

namespace Txaio.Actors.Benchmarks.Isolation;

/// <summary>What a case's own process answers with.</summary>
/// <param name="Result">What the case came to.</param>
/// <param name="Growth">What it measured that the plots need.</param>
internal sealed record CaseAnswer(CaseResult Result, IReadOnlyList<GrowthPoint> Growth)
{
    // A peer's figure divided by nothing is infinite, which plain JSON has no word for.
    private static readonly JsonSerializerOptions Options =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static CaseAnswer FromJson(string json) =>
        JsonSerializer.Deserialize<CaseAnswer>(json, Options) is { Result: not null, Growth: not null } answer
            ? answer
            : throw new JsonException("There is no result in it.");
}
