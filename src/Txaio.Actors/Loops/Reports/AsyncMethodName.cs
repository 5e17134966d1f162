using System.Reflection;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.Loops.Reports;

/// <summary>
/// Names the async method that resumes after an object of .NET's: a delay, a periodic timer, a channel's read. .NET has
/// no API for that, so this class follows .NET's own objects to the state machine; without one there is no name. For
/// reports only.
/// </summary>
internal static class AsyncMethodName
{
    private const int MostObjects = 64;

    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The continuation of <paramref name="task"/>; null when .NET's objects do not show it.</summary>
    public static object? ContinuationOf(Task task)
    {
        try
        {
            return Continuation(task);
        }
        catch (MissingFieldException)
        {
            // Another version of .NET.
            return null;
        }
    }

    /// <summary>
    /// The name of the async method or callback of a user's that is nearest to <paramref name="root"/>.
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

    /// <summary>Names a callback of .NET's that nothing of a user's is behind.</summary>
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

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_continuationObject")]
    private static extern ref object? Continuation(Task task);
}
