using Akka;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Futures.Bodies;

/// <summary>Tasks and futures behind values whose static type does not say so, such as object.</summary>
internal static class HiddenTask
{
    private const string NoValue = "System.Threading.Tasks.VoidTaskResult";

    /// <summary>Whether a value of that type may be a task or a future. Not asked of each value, as most types cannot.</summary>
    public static bool MayBe<T>() => OfType<T>.MayBe;

    /// <summary>Whether the type itself is that of a task or a future, so that it has no place for their value.</summary>
    public static bool IsKind<T>() => OfType<T>.IsKind;

    /// <summary>The task or future that the value is; null for other values. A value task is a task afterwards.</summary>
    public static object? Behind(object? value) => value switch
    {
        null => null,
        Task or Future => value,
        IFuture foreign => foreign.AsTask(),
        ValueTask task => task.AsTask(),
        _ when IsValueTaskOfT(value.GetType()) =>
            value.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(value, null),
        _ => null,
    };

    /// <summary>The value of a completed task or future; <see cref="Done"/> when it has none.</summary>
    public static object? ValueOf(object hidden)
    {
        if (hidden is Future future)
            return future.UntypedResult;
        if (hidden is Task<object?> typed)
            return typed.Result;
        var type = hidden.GetType();
        while (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Task<>))
        {
            if (type.BaseType is not { } parent)
                return Done.Instance;
            type = parent;
        }

        // .NET gives async methods without a value a result of a type of its own.
        return type.GenericTypeArguments[0].FullName == NoValue
            ? Done.Instance
            : type.GetProperty(nameof(Task<>.Result))!.GetValue(hidden);
    }

    /// <summary>The failure of a function whose task or future has a value of another type.</summary>
    public static InvalidOperationException WrongValue(object value, Type expected) => new(
        "The function returned a task or future " + (value is Done
            ? $"without a value, where a {TypeName.Of(expected)} was expected."
            : $"of a {TypeName.Of(value.GetType())}, which is no {TypeName.Of(expected)}."));

    private static bool IsValueTaskOfT(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static class OfType<T>
    {
        public static readonly bool IsKind =
            typeof(Task).IsAssignableFrom(typeof(T)) || typeof(IFuture).IsAssignableFrom(typeof(T));

        public static readonly bool MayBe = IsKind
            || typeof(T).IsAssignableFrom(typeof(Task))
            || (!typeof(T).IsValueType && typeof(T).IsAssignableFrom(typeof(ValueTask)));
    }
}
