namespace Txaio.Actors.LogTemplates.Python;

/// <summary>A hole inside a format spec.</summary>
/// <param name="Path">The hole's name. Keyword templates follow the path to the value.</param>
internal sealed record NestedField(FieldPath Path)
{
    /// <summary>The positions of the arguments for the hole's name, in order.</summary>
    public int[] Arguments { get; init; } = [];
}
