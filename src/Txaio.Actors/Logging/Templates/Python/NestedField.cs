namespace Txaio.Actors.LogTemplates.Python;

/// <summary>A hole in a spec.</summary>
/// <param name="Path">Its name, and where a keyword template finds the value.</param>
internal sealed record NestedField(FieldPath Path)
{
    /// <summary>The positions of the arguments that belong to the name, in order.</summary>
    public int[] Arguments { get; init; } = [];
}
