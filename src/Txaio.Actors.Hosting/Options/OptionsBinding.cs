using System.Collections;
using System.Reflection;
using Akka.Configuration;
using Microsoft.Extensions.Configuration;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Reads the options from a section of the host's configuration. Unknown keys and unreadable values are errors. The
/// binder of Microsoft.Extensions.Configuration would skip a dictionary's entry with an error, read <c>20</c> as twenty
/// days, and accept a number in place of an enum's name.
/// </summary>
internal static class OptionsBinding
{
    /// <summary>Sets the options that the section has. A null value sets nothing.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">The options.</param>
    /// <param name="foreign">A key of the section that belongs to another package; not read.</param>
    /// <exception cref="ConfigurationException">One line: the key, its value, and the allowed values.</exception>
    public static void Bind(IConfiguration section, object options, string? foreign = null) =>
        SetAll(section, options, foreign);

    /// <summary>Refuses a missing or empty section; the host's configuration does not distinguish the two.</summary>
    /// <exception cref="ConfigurationException">One line: the section, and the allowed keys.</exception>
    public static void RefuseMissing<TOptions>(IConfiguration section)
    {
        if (section is not IConfigurationSection given || given.Exists())
            return;
        var known = typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        throw new ConfigurationException(
            $"{OptionsValue.Shown(given.Path)}: no such section in the host's configuration, or no keys in it; "
            + $"must have keys of {string.Join(", ", known.Select(static property => property.Name))}. To set nothing, call "
            + $"{OwnCall.Name} without a section.");
    }

    // Properties with a setter are values; properties without one are sections or dictionaries of sections.
    private static void SetAll(IConfiguration section, object options, string? foreign = null)
    {
        var known = options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        RefuseValue(section, $"keys of {string.Join(", ", known.Select(static property => property.Name))}");
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(
                known, property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null && string.Equals(child.Key, foreign, StringComparison.OrdinalIgnoreCase))
                continue;
            if (property is null)
            {
                var names = string.Join(", ", known.Select(static property => property.Name));
                throw new ConfigurationException(
                    $"{OptionsValue.Shown(child.Path)}: not a known key; known are {names}");
            }

            if (property.CanWrite)
                SetValue(child, property, options);
            else if (property.GetValue(options) is IDictionary entries)
                SetEntries(child, entries, property.PropertyType.GetGenericArguments()[1]);
            else
                SetAll(child, property.GetValue(options)!);
        }
    }

    private static void SetValue(IConfigurationSection value, PropertyInfo property, object options)
    {
        if (OptionsValue.Read(value, property.PropertyType) is { } read)
            property.SetValue(options, read);
    }

    private static void SetEntries(IConfigurationSection section, IDictionary entries, Type type)
    {
        RefuseValue(section, "a section with a key for each name");
        foreach (var child in section.GetChildren())
        {
            if (type == typeof(string))
            {
                entries[child.Key] = OptionsValue.Read(child, type) ?? "";
                continue;
            }

            var entry = entries[child.Key] ??= Activator.CreateInstance(type)!;
            SetAll(child, entry);
        }
    }

    private static void RefuseValue(IConfiguration section, string allowed)
    {
        if (section is not IConfigurationSection { Value: { Length: > 0 } value } given)
            return;
        throw new ConfigurationException(
            $"{OptionsValue.Shown(given.Path)} = {OptionsValue.Shown(value)}: must be {allowed}");
    }
}
