using System.Globalization;
using System.Text;

namespace Txaio.Actors.Hosting;

/// <summary>Writes HOCON value by value. Values are quoted and escaped, so that no value can add a key.</summary>
internal sealed class HoconText
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether nothing was written.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Writes a value; writes nothing if it is null.</summary>
    public void Value(string path, string? value)
    {
        if (value is not null)
            _text.Append(path).Append(" = ").Append(Quoted(value)).Append('\n');
    }

    /// <summary>Writes a number; writes nothing if it is null.</summary>
    public void Value(string path, int? value) => Value(path, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes <c>on</c> or <c>off</c>; writes nothing if the value is null.</summary>
    public void Value(string path, bool? value) => Value(path, value is null ? null : value.Value ? "on" : "off");

    /// <summary>Writes a duration; writes nothing if it is null.</summary>
    public void Value(string path, TimeSpan? value) => Value(path, value is null ? null : Duration(value.Value));

    /// <summary>Writes an enum's value in lower case; writes nothing if it is null.</summary>
    public void Word<T>(string path, T? value)
        where T : struct, Enum =>
        Value(path, value is null ? null : value.Value.ToString().ToLowerInvariant());

    /// <summary>Writes a list of one item.</summary>
    public void List(string path, string item) => _text.Append(path).Append(" = [").Append(Quoted(item)).Append("]\n");

    /// <summary>Writes an empty section, so that the section exists without values.</summary>
    public void Section(string path) => _text.Append(path).Append(" {}\n");

    /// <summary>Quotes a key or value and escapes it as HOCON requires.</summary>
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

    // Whole seconds or milliseconds: error messages show the value.
    private static string Duration(TimeSpan value) => value switch
    {
        _ when value == Timeout.InfiniteTimeSpan => "infinite",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerSecond == 0 => string.Create(
            CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerSecond}s"),
        { Ticks: var ticks } => string.Create(
            CultureInfo.InvariantCulture, $"{(decimal)ticks / TimeSpan.TicksPerMillisecond:0.####}ms"),
    };
}
