using System.Reflection;

namespace Txaio.Actors.Loops.Reports;

/// <summary>
/// Finds, for reports, the name of the async method that awaits a .NET object: a delay, a periodic timer, a channel's
/// read. .NET has no API for that, so this class follows the references between .NET's objects to the method's state
/// machine.
/// </summary>
internal static class AsyncMethodName
{
    private const int MostObjects = 64;

    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly FieldInfo? Continuation = typeof(Task).GetField("m_continuationObject", Own);

    /// <summary>Returns the continuation of <paramref name="task"/>; null if this version of .NET hides it.</summary>
    public static object? ContinuationOf(Task task) => Continuation?.GetValue(task);

    /// <summary>
    /// Returns the name of the user's async method or callback that is nearest to <paramref name="root"/>; null if none
    /// is found.
    /// </summary>
    public static string? Behind(object? root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var next = new Queue<object>();
        Add(root);
        while (next.TryDequeue(out var found))
        {
            if (NameOf(found) is { } name)
                return name;
            foreach (var inner in Within(found))
                Add(inner);
        }

        return null;

        void Add(object? found)
        {
            if (found is not null && seen.Count < MostObjects && seen.Add(found))
                next.Enqueue(found);
        }
    }

    /// <summary>Returns a name for a callback of .NET's own, behind which no method of the user's was found.</summary>
    public static string PartOfDotNet(Delegate callback)
    {
        var type = callback.Method.DeclaringType;
        while (type?.DeclaringType is { } outer)
            type = outer;
        return $"a {type?.Name} of .NET";
    }

    private static string? NameOf(object found)
    {
        if (CallbackName.StateMachineIn(found.GetType()) is { } machine)
            return CallbackName.Of(machine);
        return found is Delegate { Method.DeclaringType: var type } callback && !IsOfDotNet(type)
            ? CallbackName.Of(callback)
            : null;
    }

    private static IEnumerable<object?> Within(object found)
    {
        if (found is Delegate { Target: var target })
            return [target];
        if (found is IEnumerable<object?> several)
            return several;
        return IsOfDotNet(found.GetType()) ? FieldsOf(found) : [];
    }

    private static IEnumerable<object?> FieldsOf(object found)
    {
        for (var type = found.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Own))
            {
                // Structs as well: the continuation of a value task is held in one.
                if (!field.FieldType.IsPrimitive && field.FieldType != typeof(string))
                    yield return field.GetValue(found);
            }
        }
    }

    private static bool IsOfDotNet(Type? type) =>
        type?.Assembly.GetName().Name is "System.Private.CoreLib" or "System.Threading.Channels" or "System.Net.Sockets"
            or "System.IO.Pipelines";
}
