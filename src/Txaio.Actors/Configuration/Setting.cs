using System.Globalization;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Txaio.Actors.Configuration;

/// <summary>
/// A key's value and path. Each method reads the value as one type, and throws a <see cref="ConfigurationException"/>
/// of one line for a value of another type or out of range.
/// </summary>
/// <param name="Path">The full path, as in HOCON.</param>
/// <param name="Value">The value; null if the key is missing.</param>
internal readonly record struct Setting(string Path, HoconValue? Value)
{
    private const string ADuration = "must be a duration of more than zero with a unit, such as 200ms or 30s";

    /// <summary>Whether the key exists.</summary>
    public bool Exists => Value != null;

    /// <summary>The value as a section; null if it is not a section.</summary>
    public HoconObject? Section => Value is null ? null : HoconValues.Section(Value);

    /// <summary>Reads text. <paramref name="allowed"/> is the end of the error message.</summary>
    public string Text(string allowed) => TextOrNull ?? throw Refused(allowed);

    /// <summary>Reads a whole number from <paramref name="least"/> to the largest int.</summary>
    public int WholeNumber(int least)
    {
        var allowed = $"must be a whole number of {least} or more";
        var text = Text(allowed);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number >= least ? number : throw Refused(allowed);
        throw Refused(text.All(char.IsAsciiDigit) && text.Length > 0
            ? $"must be a whole number of {int.MaxValue} or less"
            : allowed);
    }

    /// <summary>Reads a duration of more than zero.</summary>
    public TimeSpan Duration() => Duration(ADuration, TimeSpan.MaxValue);

    /// <summary>Reads a duration of more than zero and at most <paramref name="most"/>.</summary>
    public TimeSpan Duration(TimeSpan most) => Duration(ADuration, most);

    /// <summary>
    /// Reads a duration of more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for <c>infinite</c>.
    /// </summary>
    public TimeSpan DurationOrInfinite() =>
        string.Equals(TextOrNull, "infinite", StringComparison.OrdinalIgnoreCase)
            ? Timeout.InfiniteTimeSpan
            : Duration(ADuration + ", or infinite", TimeSpan.MaxValue);

    /// <summary>Reads a duration of zero or more and at most <paramref name="most"/>.</summary>
    public TimeSpan DurationOrZero(TimeSpan most) =>
        TextOrNull is { } text && HoconDurations.TryParseTicks(text, out _) && !text.AsSpan().ContainsAnyInRange('1', '9')
            ? TimeSpan.Zero
            : Duration(ADuration + ", or 0s", most);

    /// <summary>Reads on, true or yes, or off, false or no.</summary>
    public bool Switch() => TextOrNull switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        _ => throw Refused("must be on or off (true or false, yes or no)"),
    };

    /// <summary>Reads the lower-case name of an enum's value.</summary>
    public T OneOf<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        for (var i = 0; i < names.Length; i++)
            names[i] = names[i].ToLowerInvariant();
        var index = TextOrNull is { } text ? Array.IndexOf(names, text) : -1;
        return index >= 0
            ? Enum.GetValues<T>()[index]
            : throw Refused($"must be {string.Join(", ", names[..^1])} or {names[^1]}");
    }

    /// <summary>Returns an exception that names the path, the value, and the allowed values.</summary>
    public ConfigurationException Refused(string allowed)
    {
        var path = HoconValues.Path(Path);
        return new(Value is null ? $"{path} is missing: {allowed}" : $"{path} = {HoconValues.Show(Value)}: {allowed}");
    }

    private string? TextOrNull => Value is null ? null : HoconValues.Text(Value);

    private TimeSpan Duration(string allowed, TimeSpan most)
    {
        if (!HoconDurations.TryParseTicks(Text(allowed), out var ticks) || ticks < 1)
            throw Refused(allowed);
        return ticks < long.MaxValue && (long)ticks <= most.Ticks
            ? TimeSpan.FromTicks((long)ticks)
            : throw Refused($"must be a duration of {most.Days}d or less");
    }
}
