using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Txaio.Actors.Configuration;

/// <summary>
/// Copies a section and resolves its substitutions, so that the copy is valid at another place of the configuration.
/// </summary>
/// <remarks>
/// A section may contain itself through a substitution. Akka reads a fallback recursively, and would overflow the stack
/// on such a section. So this class refuses such a section.
/// </remarks>
internal static class HoconCopy
{
    /// <summary>Copies the section of <paramref name="setting"/>.</summary>
    /// <exception cref="ConfigurationException">The section contains itself.</exception>
    public static HoconObject Of(Setting setting) => Copy(setting, []);

    private static HoconObject Copy(Setting setting, HashSet<HoconObject> above)
    {
        var section = setting.Section!;
        if (!above.Add(section))
            throw setting.Refused("must not contain itself");
        var copy = new HoconObject();
        foreach (var (key, value) in section.Items)
        {
            var below = new Setting($"{setting.Path}.{HoconValues.Key(key)}", value);
            var target = copy.GetOrCreateKey(key);
            if (below.Section != null)
                target.NewValue(Copy(below, above));
            else if (HoconValues.IsArray(value))
                target.NewValue(CopyArray(value));
            else if (HoconValues.IsBroken(value))
                throw below.Refused("must be a value or a section");
            else
                target.NewValue(new HoconLiteral { Value = HoconValues.Text(value) ?? "null" });
        }

        above.Remove(section);
        return copy;
    }

    private static HoconArray CopyArray(HoconValue value)
    {
        var copy = new HoconArray();
        foreach (var element in value.GetArray())
        {
            var item = new HoconValue();
            item.NewValue(new HoconLiteral { Value = HoconValues.Text(element) ?? "null" });
            copy.Add(item);
        }

        return copy;
    }
}
