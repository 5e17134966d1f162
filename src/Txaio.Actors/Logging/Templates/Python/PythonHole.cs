using Txaio.Actors.Loggers;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>A hole's conversion and format spec in Python's syntax.</summary>
/// <param name="Conversion"><c>r</c>, <c>s</c> or <c>a</c>; else NUL.</param>
/// <param name="Spec">The spec without holes, or null.</param>
/// <param name="Nested">The spec with holes, or null.</param>
/// <param name="Alignment">The .NET alignment before the spec, as in <c>{x,8:.2f}</c>; or 0.</param>
internal sealed record PythonHole(char Conversion, PythonSpec? Spec, NestedSpec? Nested, int Alignment)
{
    /// <summary>
    /// The .NET alignment and format for the hole. Null if .NET has no such format: each value becomes a text.
    /// </summary>
    public NetFormat? Net { get; } = NetOf(Conversion, Spec, Nested, Alignment);

    /// <summary>Makes the value's text if the .NET alignment and format show another text.</summary>
    /// <param name="value">The value.</param>
    /// <param name="inner">The values of the holes in the spec.</param>
    /// <param name="text">The text; null if sinks format the value themselves.</param>
    /// <returns>False if the spec does not fit the value, or if the value's own code throws.</returns>
    public bool TryRender(object? value, ReadOnlySpan<object?> inner, out string? text)
    {
        text = null;
        try
        {
            if (Nested is not null)
                return TryNested(value, inner, out text);
            return Conversion != '\0' || PythonFormat.Knows(value)
                ? TryKnown(value, Spec, out text)
                : TryForeign(value, Spec!, out text);
        }
        catch (Exception)
        {
            // Thrown by the value's own code, or by a value inside.
            return false;
        }
    }

    private static NetFormat? NetOf(char conversion, PythonSpec? spec, NestedSpec? nested, int alignment)
    {
        if (nested is not null || conversion is 'r' or 'a')
            return null;
        var net = spec is null ? new NetFormat(0, null) : NetFormat.Of(spec);
        if (alignment == 0 || net is null)
            return net;
        return net.Alignment == 0 ? net with { Alignment = alignment } : null;
    }

    private bool TryNested(object? value, ReadOnlySpan<object?> inner, out string? text)
    {
        text = null;
        if (Nested!.Fill(inner) is not { } filled)
            return false;
        if (PythonSpec.TryParse(filled, out var spec))
        {
            return spec.IsBounded
                && (Conversion != '\0' || PythonFormat.Knows(value)
                    ? TryKnown(value, spec, out text)
                    : TryForeign(value, spec, out text));
        }

        if (Conversion != '\0' || !FormatBound.Allows(filled))
            return false;
        if (LogValue.TryRender(value, filled) is not { } net)
            return false;
        text = LogHole.Align(net, Alignment);
        return true;
    }

    private bool TryKnown(object? value, PythonSpec? spec, out string? text)
    {
        text = null;
        var converted = Conversion == '\0' ? value! : PythonRepr.Of(value, Conversion);
        var shown = spec is null ? (string)converted : PythonFormat.Of(converted, spec);
        if (shown is null)
            return false;
        shown = LogHole.Align(shown, Alignment);
        if (Net is null || shown != Shown(value))
            text = shown;
        return true;
    }

    // For null and for types without specs in Python: aligns the value, or leaves the format to the value's own code.
    private bool TryForeign(object? value, PythonSpec spec, out string? text)
    {
        text = null;
        var hasOwnFormats = value is IFormattable && !LogValue.IsScalar(value);
        if (value is not null && !spec.IsLayout && !(hasOwnFormats && Net is not null))
            return false;
        if (Net is not null)
            return true;
        var layout = new PythonSpec { Fill = spec.Fill, Align = spec.Align, Width = spec.Width };
        var shown = LogValue.TryRender(value, null) is { } own ? PythonFormat.Of(own, layout) : null;
        text = shown is null ? null : LogHole.Align(shown, Alignment);
        return shown is not null;
    }

    private string? Shown(object? value) =>
        LogValue.TryRender(value, Net!.Format) is { } shown ? LogHole.Align(shown, Net.Alignment) : null;
}
