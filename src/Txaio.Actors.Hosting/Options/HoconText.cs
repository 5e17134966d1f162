using System.Globalization;
using System.Text;

namespace Txaio.Actors.Hosting;

/// <summary>HOCON that is written value by value. Whatever a key or value contains, it stays a key or a value.</summary>
internal sealed class HoconText
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether nothing was written.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>A value; nothing if it is null.</summary>
    public void Value(string path, string? value)
    {
        if (value is not null)
            _text.Append(path).Append(" = ").Append(Quoted(value)).Append('\n');
    }

    /// <summary>A number; nothing if it is null.</summary>
    public void Value(string path, int? value) => Value(path, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>A switch; nothing if it is null.</summary>
    public void Value(string path, bool? value) => Value(path, value is null ? null : value.Value ? "on" : "off");

    /// <summary>A duration; nothing if it is null.</summary>
    public void Value(string path, TimeSpan? value) => Value(path, value is null ? null : Duration(value.Value));

    /// <summary>A word of an enum, in lower case; nothing if it is null.</summary>
    public void Word<T>(string path, T? value)
        where T : struct, Enum =>
        Value(path, value is null ? null : value.Value.ToString().ToLowerInvariant());

    /// <summary>A list of one item.</summary>
    public void List(string path, string item) => _text.Append(path).Append(" = [").Append(Quoted(item)).Append("]\n");

    /// <summary>A section that need not have anything in it.</summary>
    public void Section(string path) => _text.Append(path).Append(" {}\n");

    /// <summary>A key or value in quotes, escaped as HOCON reads it back; not for people to read.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The document.</summary>
    public override string ToString() => _text.ToString();

    // In the unit that a person would take, so that errors can be read.
    private static string Duration(TimeSpan value) => value switch
    {
        _ when value == Timeout.InfiniteTimeSpan => "infinite",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerSecond == 0 => string.Create(
            CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerSecond}s"),
        { Ticks: var ticks } => string.Create(
            CultureInfo.InvariantCulture, $"{(decimal)ticks / TimeSpan.TicksPerMillisecond:0.####}ms"),
    };
}
