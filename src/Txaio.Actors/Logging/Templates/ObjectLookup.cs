using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.LogTemplates;

/// <summary>One step of a path: a public property or field by name, an item by index or key.</summary>
/// <remarks>Reflection on each call; only enabled calls with a path in their template pay for it.</remarks>
internal static class ObjectLookup
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>
    /// Finds the member with that name, else a dictionary's item, else a member whose name differs in case.
    /// </summary>
    public static bool TryMember(object target, string name, out object? value)
    {
        var type = target.GetType();
        if (Find(type, name, Public) is { } exact)
        {
            value = Read(exact, target);
            return true;
        }

        value = null;
        if (target is IDictionary or IEnumerable<KeyValuePair<string, object?>> && TryKey(target, name, out value))
            return true;

        if (Find(type, name, Public | BindingFlags.IgnoreCase) is { } similar)
        {
            value = Read(similar, target);
            return true;
        }

        return false;
    }

    /// <summary>Finds the item with that key. A key that is a number is also an index.</summary>
    public static bool TryKey(object target, string key, out object? value)
    {
        var isIndex = int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index);
        switch (target)
        {
            case IDictionary items when TryDictionary(items, key, isIndex, index, out value):
                return true;
            case IList items when isIndex:
                value = index < items.Count ? items[index] : null;
                return index < items.Count;
            case ITuple items when isIndex:
                value = index < items.Length ? items[index] : null;
                return index < items.Length;
            default:
                return (isIndex && TryIndexer(target, index, out value)) || TryIndexer(target, key, out value);
        }
    }

    private static bool TryDictionary(IDictionary items, string key, bool isIndex, int index, out object? value)
    {
        object found = isIndex && items.Contains(index) ? index : key;
        value = items.Contains(found) ? items[found] : null;
        return value is not null || items.Contains(found);
    }

    private static bool TryIndexer<TKey>(object target, TKey key, out object? value)
        where TKey : notnull
    {
        value = null;
        var indexer = target.GetType().GetInterfaces().Prepend(target.GetType())
            .SelectMany(type => type.GetProperties(Public))
            .FirstOrDefault(p => p.CanRead && p.GetIndexParameters() is [var k] && k.ParameterType == typeof(TKey));
        if (indexer is null)
            return false;

        value = indexer.GetValue(target, [key]);
        return true;
    }

    private static MemberInfo? Find(Type type, string name, BindingFlags flags) =>
        Array.Find(
            type.GetMember(name, MemberTypes.Property | MemberTypes.Field, flags),
            m => m is FieldInfo || (m is PropertyInfo { CanRead: true } p && p.GetIndexParameters().Length == 0));

    private static object? Read(MemberInfo member, object target) =>
        member is PropertyInfo property ? property.GetValue(target) : ((FieldInfo)member).GetValue(target);
}
