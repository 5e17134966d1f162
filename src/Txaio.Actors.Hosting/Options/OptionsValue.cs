using System.Globalization;
using Akka.Configuration;
using Microsoft.Extensions.Configuration;
using Txaio.Actors.Configuration;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Hosting;

/// <summary>Reads one value of the options, by the rules of the HOCON setting.</summary>
internal static class OptionsValue
{
    private const int LongestText = 200;

    /// <summary>
    /// Reads the value as <paramref name="type"/>, which may be nullable; returns null for a key without a value.
    /// </summary>
    /// <exception cref="ConfigurationException">One line: the key, its value, and the allowed values.</exception>
    public static object? Read(IConfigurationSection section, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (section.GetChildren().Any())
            throw new ConfigurationException($"{Shown(section.Path)}: is a section, and must be {Allowed(type)}");
        return section.Value is not { } text
            ? null
            : Parse(text, type)
                ?? throw new ConfigurationException($"{Shown(section.Path)} = {Shown(text)}: must be {Allowed(type)}");
    }

    /// <summary>A key or value for an error message: on one line, and cut to a length.</summary>
    public static string Shown(string text) => text.Length == 0 ? "\"\"" : SafeText.Of(text, LongestText);

    private static object? Parse(string text, Type type)
    {
        if (type == typeof(string))
            return text;
        if (type == typeof(bool))
            return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;
        return type == typeof(TimeSpan) ? Duration(text) : Word(text, type);
    }

    // HOCON's form, or .NET's with a colon: without a colon, .NET would read the number as days.
    private static object? Duration(string text)
    {
        if (text == "infinite")
            return Timeout.InfiniteTimeSpan;
        if (HoconDurations.TryParseTicks(text, out var ticks))
            return ticks <= TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)ticks) : null;
        return text.Contains(':') && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration)
            ? duration
            : null;
    }

    // By name only: Enum.Parse would accept a number as well.
    private static object? Word(string text, Type type) =>
        Array.Find(Enum.GetNames(type), name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse(type, name)
            : null;

    private static string Allowed(Type type)
    {
        if (type == typeof(string))
            return "a text";
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(int) || type == typeof(long))
            return "a whole number";
        return type == typeof(TimeSpan)
            ? "a duration with its unit, such as 200ms, 1.5s or 2m, or as hh:mm:ss"
            : $"one of {string.Join(", ", Enum.GetNames(type))}";
    }
}
