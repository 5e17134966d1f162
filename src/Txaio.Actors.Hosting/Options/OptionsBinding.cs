using System.Collections;
using System.Reflection;
using Akka.Configuration;
using Microsoft.Extensions.Configuration;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Reads the options from a section of the host's configuration, and refuses what they do not know. The binder of
/// Microsoft.Extensions.Configuration would leave out an entry of a dictionary in which something is wrong, take <c>20</c>
/// for twenty days, and the number of an enum's value for its name.
/// </summary>
internal static class OptionsBinding
{
    /// <summary>Sets what the section has. A key whose value is null is not set.</summary>
    /// <exception cref="ConfigurationException">One line: the key, its value, and what is allowed.</exception>
    public static void Bind(IConfiguration section, TxaioOptions options) => SetAll(section, options);

    /// <summary>Refuses a section that does not exist, or has nothing in it, which the host does not tell apart.</summary>
    /// <exception cref="ConfigurationException">One line: the section, and what is allowed.</exception>
    public static void RefuseMissing(IConfiguration section)
    {
        if (section is not IConfigurationSection given || given.Exists())
            return;
        var known = typeof(TxaioOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        throw new ConfigurationException(
            $"{given.Path}: no such section in the host's configuration, or one without keys; must have keys of "
            + $"{string.Join(", ", known.Select(static property => property.Name))}. To set nothing, call AddTxaio "
            + "without a section.");
    }

    // A property that can be set is a value; the others are sections.
    private static void SetAll(IConfiguration section, object options)
    {
        var known = options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        RefuseValue(section, $"keys of {string.Join(", ", known.Select(static property => property.Name))}");
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(
                known, property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                var names = string.Join(", ", known.Select(static property => property.Name));
                throw new ConfigurationException($"{child.Path}: not a known key; known are {names}");
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
        if (section is IConfigurationSection { Value: { Length: > 0 } value } given)
            throw new ConfigurationException($"{given.Path} = {value}: must be {allowed}");
    }
}
