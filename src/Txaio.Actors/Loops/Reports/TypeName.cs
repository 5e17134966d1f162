namespace Txaio.Actors.Loops.Reports;

/// <summary>The names of types as C# writes them, for error texts.</summary>
internal static class TypeName
{
    public static string Of(Type type)
    {
        if (!type.IsGenericType)
            return type.Name;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Of));
        var tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        return $"{(tick < 0 ? type.Name : type.Name[..tick])}<{arguments}>";
    }
}
