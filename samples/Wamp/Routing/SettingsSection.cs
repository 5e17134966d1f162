using System.Globalization;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Wamp.Routing;

/// <summary>A section of the configuration, read strictly: each method throws a <see cref="ConfigurationException"/> of
/// one line, which names the path, the value and the allowed values.</summary>
internal sealed class SettingsSection
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Most = TimeSpan.FromDays(1);

    private readonly string _path;
    private readonly HoconObject _items;

    private SettingsSection(string path, HoconValue? value)
    {
        _path = path;
        _items = value is not null && value.IsObject()
            ? value.GetObject()
            : throw Refused(path, value, "must be a section");
    }

    /// <summary>The section <paramref name="key"/> at the top of <paramref name="config"/>.</summary>
    public static SettingsSection Top(Config config, string key) => new(key, config.Root?.GetObject()?.GetKey(key));

    public SettingsSection Section(string key) => new(PathOf(key), _items.GetKey(key));

    /// <summary>The sections in this section, by key.</summary>
    public IEnumerable<(string Key, SettingsSection Section)> Sections() =>
        _items.Items.Keys.Select(key => (key, Section(key)));

    public bool Has(string key) => _items.Items.ContainsKey(key);

    public string Text(string key) =>
        TextOrNull(key) is { Length: > 0 } text ? text : throw Refused(key, "must be a text that is not empty");

    public bool Switch(string key) => TextOrNull(key) switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        _ => throw Refused(key, "must be on or off"),
    };

    public int Whole(string key, int least, int most) =>
        int.TryParse(TextOrNull(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
                ? number
                : throw Refused(key, $"must be a whole number from {least} to {most}");

    /// <summary>A duration of 10 ms to one day.</summary>
    public TimeSpan Duration(string key)
    {
        try
        {
            // Akka reads a number without a unit as milliseconds. A forgotten unit is a mistake here.
            if (TextOrNull(key) is { } text && char.IsAsciiLetter(text[^1])
                && _items.GetKey(key).GetTimeSpan() is var time && time >= Least && time <= Most)
            {
                return time;
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
        }

        throw Refused(key, "must be a duration from 10ms to 1d, with its unit");
    }

    /// <summary>Refuses all keys but these.</summary>
    public void AllowOnly(params ReadOnlySpan<string> known)
    {
        foreach (var key in _items.Items.Keys)
        {
            if (!known.Contains(key))
                throw Refused(key, $"is not a known key; known are {string.Join(", ", known)}");
        }
    }

    public ConfigurationException Refused(string key, string allowed) =>
        Refused(PathOf(key), _items.GetKey(key), allowed);

    private static ConfigurationException Refused(string path, HoconValue? value, string allowed) =>
        new(value is null ? $"{path} is missing: {allowed}" : $"{path} = {Show(value)}: {allowed}");

    private static string Show(HoconValue value)
    {
        if (value.IsObject())
            return "{...}";
        var text = value.IsArray() ? "[...]" : value.GetString()?.ReplaceLineEndings(" ") ?? "null";
        return text.Length is > 0 and <= 60 ? text : $"\"{text[..Math.Min(60, text.Length)]}\"";
    }

    private string PathOf(string key) => key.Contains('.') ? $"{_path}.\"{key}\"" : $"{_path}.{key}";

    private string? TextOrNull(string key) =>
        _items.GetKey(key) is { } value && value.IsString() && value.GetString() is { Length: > 0 } text ? text : null;
}
