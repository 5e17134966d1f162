using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Txaio.Actors.Configuration;

/// <summary>Copies a section with its substitutions resolved, so that it stands anywhere and ends.</summary>
/// <remarks>
/// Akka walks what is injected below its configuration to the last leaf. A section that contains itself through a
/// substitution would take the process down there, so it is refused here.
/// </remarks>
internal static class HoconCopy
{
    /// <summary>The copy of the section that <paramref name="setting"/> is.</summary>
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
            var below = new Setting($"{setting.Path}.{key}", value);
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
