using System.Text.Json;
using System.Text.Json.Serialization;
using Txaio.Actors.Benchmarks.Plots;
using Txaio.Actors.Benchmarks.Reports;

namespace Txaio.Actors.Benchmarks.Isolation;

/// <summary>The output of a case's own process.</summary>
/// <param name="Result">The result of the case.</param>
/// <param name="Growth">The figures for the plots.</param>
internal sealed record CaseAnswer(CaseResult Result, IReadOnlyList<GrowthPoint> Growth)
{
    // A ratio with a divisor of zero is infinite, which plain JSON cannot hold.
    private static readonly JsonSerializerOptions Options =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Reads the text of <see cref="ToJson"/>.</summary>
    /// <exception cref="JsonException">The text is no result of a case.</exception>
    public static CaseAnswer FromJson(string json) =>
        JsonSerializer.Deserialize<CaseAnswer>(json, Options) is { Result: not null, Growth: not null } answer
            ? answer
            : throw new JsonException("The text is no result of a case.");
}
