using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Txaio.Actors.Configuration;

/// <summary>
/// Refuses substitutions that Akka resolves to themselves or to the whole document. Akka overflows the stack when it
/// merges such a value with another configuration, which ends the process. So this check comes before each merge.
/// </summary>
internal static class BrokenSubstitutions
{
    /// <summary>Refuses such values at the paths that <paramref name="other"/> has as well: Akka merges only these.</summary>
    /// <param name="config">The configuration of the user.</param>
    /// <param name="other">The configuration to merge it with.</param>
    /// <exception cref="ConfigurationException">One line: the path, the value, and the allowed values.</exception>
    public static void Refuse(Config config, Config other)
    {
        if (config.Root is { } root && HoconValues.Section(root) is { } section)
            Refuse(section, other.Root.GetObject(), "");
    }

    /// <summary>Refuses such values anywhere in a section that Akka reads, and a section that contains itself.</summary>
    /// <exception cref="ConfigurationException">One line: the path, the value, and the allowed values.</exception>
    public static void RefuseIn(Setting section) => _ = HoconCopy.Of(section);

    /// <summary>As <see cref="RefuseIn"/>, for the section at a path, if there is one.</summary>
    /// <exception cref="ConfigurationException">One line: the path, the value, and the allowed values.</exception>
    public static void RefuseAt(Config config, string path)
    {
        var found = new Setting("", config.Root);
        foreach (var key in path.Split('.'))
        {
            if (found.Section?.GetKey(key) is not { } value)
                return;
            found = new Setting(found.Path.Length == 0 ? key : $"{found.Path}.{key}", value);
            if (HoconValues.IsBroken(value))
                throw found.Refused("must be a section");
        }

        if (found.Section is not null)
            RefuseIn(found);
    }

    private static void Refuse(HoconObject user, HoconObject other, string prefix)
    {
        foreach (var (key, value) in other.Items)
        {
            if (user.GetKey(key) is not { } own)
                continue;
            var setting = new Setting(prefix + key, own);
            if (HoconValues.IsBroken(own))
                throw setting.Refused("must be a value of its own");
            if (setting.Section is { } section && value.GetObject() is { } below)
                Refuse(section, below, $"{setting.Path}.");
        }
    }
}
