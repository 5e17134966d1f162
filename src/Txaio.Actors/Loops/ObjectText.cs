namespace Txaio.Actors;

/// <summary>
/// Foreign objects as text, for reports: a <c>ToString</c> that throws must not hide what is reported.
/// </summary>
internal static class ObjectText
{
    /// <summary>The object's own text, or the name of its type when that throws.</summary>
    public static string Of(object? value)
    {
        try
        {
            return value?.ToString() ?? "null";
        }
        catch (Exception e)
        {
            return $"a {TypeName.Of(value!.GetType())} whose ToString threw {TypeName.Of(e.GetType())}";
        }
    }
}
