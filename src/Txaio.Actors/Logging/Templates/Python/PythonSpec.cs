using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>
/// A Python format spec: <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c> (PEP 3101 and its
/// successors).
/// </summary>
internal sealed record PythonSpec
{
    /// <summary>
    /// The character that pads to the width, one or two UTF-16 units. By default a space; <c>0</c> for zero padding.
    /// </summary>
    public string Fill { get; init; } = " ";

    /// <summary><c>&lt;</c>, <c>&gt;</c>, <c>^</c> or <c>=</c>; else NUL.</summary>
    public char Align { get; init; }

    /// <summary><c>+</c>, <c>-</c> or a space; else NUL.</summary>
    public char Sign { get; private init; }

    /// <summary>Whether a result of zero has no minus sign: <c>z</c>.</summary>
    public bool IsZeroUnsigned { get; private init; }

    /// <summary>Whether the text has the prefix of its base, or always a decimal point: <c>#</c>.</summary>
    public bool IsAlternate { get; private init; }

    /// <summary>Whether <c>0</c> precedes the width without a fill: zeros pad to the width.</summary>
    public bool IsZeroPadded { get; private init; }

    /// <summary>The least width, or 0.</summary>
    public int Width { get; init; }

    /// <summary><c>,</c> or <c>_</c>; else NUL.</summary>
    public char Grouping { get; private init; }

    /// <summary>The precision, or -1.</summary>
    public int Precision { get; private init; } = -1;

    /// <summary>The letter of the type, or <c>%</c>; else NUL.</summary>
    public char Type { get; private init; }

    /// <summary>Whether width and precision are within the limits of templates.</summary>
    public bool IsBounded => Width <= LogLimits.Width && Precision <= LogLimits.Width;

    /// <summary>
    /// Whether the spec has only a fill, an alignment, a width and the type <c>s</c>, so that it fits every value.
    /// </summary>
    public bool IsLayout =>
        Sign == '\0' && !IsZeroUnsigned && !IsAlternate && Grouping == '\0' && Precision < 0 && Type is '\0' or 's';

    /// <summary>
    /// Reads a spec. A width or precision that is too large for an integer is <see cref="int.MaxValue"/>.
    /// </summary>
    /// <returns>False if the text is not a spec, or if Python refuses the spec for every value.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PythonSpec? spec)
    {
        spec = null;
        var rest = text;
        var fill = TakeFill(ref rest);
        var align = Take(ref rest, "<>^=");
        var sign = Take(ref rest, "+- ");
        var isZeroUnsigned = Take(ref rest, "z") != '\0';
        var isAlternate = Take(ref rest, "#") != '\0';
        var isZeroPadded = fill is null && Take(ref rest, "0") != '\0';
        var width = TakeNumber(ref rest);
        var grouping = Take(ref rest, ",_");
        var hasPoint = Take(ref rest, ".") != '\0';
        var precision = hasPoint ? TakeNumber(ref rest) : -1;
        var type = Take(ref rest, "bcdeEfFgGnosxX%");
        if (!rest.IsEmpty || (hasPoint && precision < 0))
            return false;

        var read = new PythonSpec
        {
            Fill = fill ?? (isZeroPadded ? "0" : " "),
            Align = align,
            Sign = sign,
            IsZeroUnsigned = isZeroUnsigned,
            IsAlternate = isAlternate,
            IsZeroPadded = isZeroPadded,
            Width = Math.Max(width, 0),
            Grouping = grouping,
            Precision = precision,
            Type = type,
        };
        spec = read.FitsSomeValue() ? read : null;
        return spec is not null;
    }

    /// <summary>
    /// Reads the spec of a hole if the spec is Python's. Many specs of Python are also formats of .NET: the remarks
    /// list the specs that are read as Python's.
    /// </summary>
    /// <remarks>
    /// A spec is Python's if it has an alignment, a sign, <c>,</c> or <c>_</c> alone or with a type, <c>#</c> with the
    /// letter of a type, a precision with a type, or a zero-padded width with a type. All other specs, and .NET's
    /// masks, are .NET's: <c>0.00</c>, <c>f</c>, <c>e3</c>, <c>#,##0</c>, <c>0.0%</c>.
    /// </remarks>
    public static bool TryParsePythons(string text, [NotNullWhen(true)] out PythonSpec? spec)
    {
        if (!TryParse(text, out spec))
            return false;
        if (!spec.IsPythons(text.Length))
            spec = null;
        return spec is not null;
    }

    private bool IsPythons(int length)
    {
        if (Align != '\0')
            return true;
        if (IsMask)
            return false;
        return Sign != '\0'
            || (Grouping != '\0' && (Type != '\0' || length == 1))
            || (Type != '\0' && (IsAlternate || Precision >= 0 || (IsZeroPadded && Width > 0)));
    }

    // .NET's masks that Python would also read as specs: 0.00, #, 0.0%, 0.0s.
    private bool IsMask =>
        ((IsZeroPadded && Width == 0) || IsAlternate) && Precision <= 0 && Type is '\0' or '%' or 's';

    private bool FitsSomeValue() => Type switch
    {
        's' => Sign == '\0' && !IsZeroUnsigned && !IsAlternate && Grouping == '\0' && Align != '=',
        'c' => Sign == '\0' && !IsZeroUnsigned && !IsAlternate && Grouping == '\0' && Precision < 0,
        'd' => Precision < 0 && !IsZeroUnsigned,
        'b' or 'o' or 'x' or 'X' => Precision < 0 && !IsZeroUnsigned && Grouping != ',',
        'n' => Grouping == '\0',
        _ => true,
    };

    // Takes the character before an alignment. A surrogate pair is one character.
    private static string? TakeFill(ref ReadOnlySpan<char> text)
    {
        if (Rune.DecodeFromUtf16(text, out _, out var length) == System.Buffers.OperationStatus.NeedMoreData)
            return null;
        if (text.Length <= length || text[length] is not ('<' or '>' or '^' or '='))
            return null;
        var fill = text[..length].ToString();
        text = text[length..];
        return fill;
    }

    private static char Take(ref ReadOnlySpan<char> text, string any)
    {
        if (text.IsEmpty || !any.Contains(text[0]))
            return '\0';
        var taken = text[0];
        text = text[1..];
        return taken;
    }

    private static int TakeNumber(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var at ? at : text.Length;
        var digits = text[..end];
        text = text[end..];
        if (digits.IsEmpty)
            return -1;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : int.MaxValue;
    }
}
