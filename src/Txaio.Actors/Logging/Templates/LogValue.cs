using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;

namespace Txaio.Actors.LogTemplates;

/// <summary>
/// Formats a value as Serilog does with <c>{Message:l}</c>, so that all sinks show the same text. Uses the invariant
/// culture.
/// </summary>
internal static class LogValue
{
    private const int MaxBytes = 1024;
    private const int BytesShown = 16;

    /// <summary>The text, or null if the value's own code throws or does not know the format.</summary>
    /// <param name="value">The value.</param>
    /// <param name="format">A .NET format string for numbers, dates and similar values, also in sequences.</param>
    /// <param name="operation">The operator before the hole's name: <c>@</c>, <c>$</c> or empty.</param>
    public static string? TryRender(object? value, string? format, string operation = "")
    {
        try
        {
            return Cut(value switch
            {
                null => "null",
                string text => text,
                _ when operation == "$" => TextOf(value),
                _ when IsScalar(value) => TextOf(value, format),
                _ when BytesOf(value) is { } bytes => bytes,
                _ => new LogValueWriter(destructures: operation == "@").Write(value, format),
            });
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Whether formats apply to the value. The text of such a value is never quoted.</summary>
    public static bool IsScalar(object value) => value is decimal or DateTime or DateTimeOffset or TimeSpan or Guid
        or TimeOnly or DateOnly or Enum || value.GetType() is var type && (type.IsPrimitive || type == typeof(Uri));

    /// <summary>The value's own text.</summary>
    public static string TextOf(object value, string? format = null) => value switch
    {
        Enum constant => TextOf(constant, format),
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture) ?? "",
        _ => value.ToString() ?? "",
    };

    // A text that is a little too long is not cut, so that the mark of an earlier cut stays whole.
    private static string Cut(string text)
    {
        const int room = 64;
        if (text.Length - room <= LogLimits.Value)
            return text;
        var end = char.IsHighSurrogate(text[LogLimits.Value - 1]) ? LogLimits.Value - 1 : LogLimits.Value;
        return string.Create(
            CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}... ({text.Length - end} more characters)");
    }

    // Enum.ToString ignores a given culture: a value without a name has the minus sign of the thread's culture.
    private static string TextOf(Enum constant, string? format)
    {
        var text = constant.ToString(format);
        return text is [var first, ..] && !char.IsLetterOrDigit(first) && first != '_'
            ? Convert.ToInt64(constant, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>Bytes in hexadecimal, cut if there are many; null if the value is not bytes.</summary>
    public static string? BytesOf(object value)
    {
        ReadOnlyMemory<byte> bytes;
        switch (value)
        {
            case byte[] array:
                bytes = array;
                break;
            case Memory<byte> memory:
                bytes = memory;
                break;
            case ReadOnlyMemory<byte> memory:
                bytes = memory;
                break;
            default:
                return null;
        }

        return bytes.Length <= MaxBytes
            ? Convert.ToHexString(bytes.Span)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Convert.ToHexString(bytes.Span[..BytesShown])}... ({bytes.Length} bytes)");
    }

    /// <summary>
    /// The value if it is a dictionary that is shown as keys and values; else null. Other dictionaries are shown as
    /// pairs.
    /// </summary>
    public static IDictionary? DictionaryOf(object value)
    {
        if (value is not IDictionary dictionary || value.GetType() is not { IsConstructedGenericType: true } type)
            return null;
        var definition = type.GetGenericTypeDefinition();
        return (definition == typeof(Dictionary<,>) || definition == typeof(ReadOnlyDictionary<,>))
            && IsKey(type.GenericTypeArguments[0])
            ? dictionary
            : null;
    }

    private static bool IsKey(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTime)
        || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(Guid) || type == typeof(Uri)
        || type == typeof(TimeOnly) || type == typeof(DateOnly);
}
