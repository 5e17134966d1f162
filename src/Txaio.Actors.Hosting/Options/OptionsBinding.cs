using System.Reflection;
using Akka.Configuration;
using Microsoft.Extensions.Configuration;

namespace Txaio.Actors.Hosting;

/// <summary>Reads the options from a section of the host's configuration, and refuses what they do not know.</summary>
internal static class OptionsBinding
{
    /// <summary>Sets what the section has.</summary>
    /// <exception cref="ConfigurationException">One line: the key, its value, and what is allowed or wrong.</exception>
    public static void Bind(IConfiguration section, TxaioOptions options)
    {
        // The binder would pass over a key that it does not know, or say little of where it is.
        RefuseUnknown(section, typeof(TxaioOptions));
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            // Path and value are in the innermost one; what it was caused by says what the value's type expects.
            Exception innermost = e;
            while (innermost.InnerException is InvalidOperationException inner)
                innermost = inner;
            throw new ConfigurationException(innermost.Message, e);
        }
    }

    private static void RefuseUnknown(IConfiguration section, Type type)
    {
        if (DictionaryValue(type) is { } value)
        {
            foreach (var child in section.GetChildren())
                RefuseUnknown(child, value);
            return;
        }

        if (type.Namespace != typeof(TxaioOptions).Namespace)
            return;
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(
                known, property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                var names = string.Join(", ", known.Select(static property => property.Name));
                throw new ConfigurationException($"{child.Path}: not a known key; known are {names}");
            }

            RefuseUnknown(child, property.PropertyType);
        }
    }

    private static Type? DictionaryValue(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>)
            ? type.GetGenericArguments()[1]
            : null;
}
