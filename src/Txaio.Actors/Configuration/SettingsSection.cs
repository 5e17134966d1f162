using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Txaio.Actors.Configuration;

/// <summary>A section of the configuration with its fallback section; read by key.</summary>
internal sealed class SettingsSection
{
    private readonly HoconObject _section;
    private readonly SettingsSection? _fallback;

    private SettingsSection(string path, HoconObject section, SettingsSection? fallback)
    {
        Path = path;
        _section = section;
        _fallback = fallback;
    }

    /// <summary>The full path of the section.</summary>
    public string Path { get; }

    /// <summary>The keys of this section in alphabetical order, without the keys of its fallback.</summary>
    public IEnumerable<string> Keys => _section.Items.Keys.Order(StringComparer.Ordinal);

    /// <summary>The section <paramref name="key"/> at the top of <paramref name="config"/>.</summary>
    public static SettingsSection Top(Config config, string key) =>
        From(new Setting(key, config.Root?.GetObject()?.GetKey(key)), fallback: null);

    /// <summary>The whole of <paramref name="config"/> as the section <paramref name="path"/>.</summary>
    public static HoconObject Whole(Config config, string path)
    {
        if (config.Root is not { } root)
            return new HoconObject();
        return HoconValues.IsBroken(root)
            ? throw new Setting(path, root).Refused("must be a section")
            : root.GetObject() ?? new HoconObject();
    }

    /// <summary>A section from elsewhere, as if it stood at <paramref name="path"/>.</summary>
    public static SettingsSection At(string path, HoconObject section, SettingsSection fallback) =>
        new(path, section, fallback);

    /// <summary>The value of a key in the fallback section.</summary>
    public Setting FallbackOf(string key) => _fallback!.Get(key);

    /// <summary>
    /// The value of a key in this section, else in the fallback, with the path of the section that has it.
    /// </summary>
    public Setting Get(string key)
    {
        var own = Own(key);
        return own.Exists || _fallback is null ? own : _fallback.Get(key) is { Exists: true } below ? below : own;
    }

    /// <summary>The section of that key. Its missing keys come from <paramref name="fallback"/>.</summary>
    public SettingsSection Section(string key, SettingsSection? fallback = null) => From(Own(key), fallback);

    /// <summary>Refuses keys of this section other than <paramref name="known"/>.</summary>
    public void AllowOnly(IReadOnlyCollection<string> known)
    {
        foreach (var key in Keys)
        {
            if (known.Contains(key))
                continue;
            var nearest = Nearest(key, known);
            var hint = nearest is null ? "" : $"; did you mean {nearest}?";
            throw Own(key).Refused($"not a known key; known are {string.Join(", ", known)}{hint}");
        }
    }

    private static SettingsSection From(Setting setting, SettingsSection? fallback) =>
        new(setting.Path, setting.Section ?? throw setting.Refused("must be a section"), fallback);

    private Setting Own(string key) => new($"{Path}.{HoconValues.Key(key)}", _section.GetKey(key));

    private static string? Nearest(string key, IEnumerable<string> known)
    {
        string? nearest = null;
        var least = Math.Max(2, key.Length / 3) + 1;
        foreach (var candidate in known)
        {
            var distance = SettingsNames.Distance(key, candidate);
            if (distance < least)
                (nearest, least) = (candidate, distance);
        }

        return nearest;
    }
}
