using System.Runtime.CompilerServices;

namespace Txaio.Actors.Loops.Reports;

/// <summary>The names of callbacks in reports: the class and method that a delegate was made from.</summary>
internal static class CallbackName
{
    /// <summary>
    /// Returns the name of <paramref name="callback"/>, or the name of its type if it is no delegate.
    /// </summary>
    public static string Of(object callback) => callback switch
    {
        Delegate { Target: IWrappedCallback wrapped } => Of(wrapped.Callback),
        // The rest of an async method: the target is a box around its state machine.
        Delegate { Target: { } box } when StateMachineIn(box.GetType()) is { } machine =>
            Of(machine.DeclaringType, machine.Name),
        Delegate { Method: var method } => Of(method.DeclaringType, method.Name),
        _ => callback.GetType().Name,
    };

    /// <summary>Returns the name of the async method that <paramref name="stateMachine"/> was made for.</summary>
    public static string Of(Type stateMachine) => Of(stateMachine.DeclaringType, stateMachine.Name);

    private static string Of(Type? type, string name)
    {
        // The compiler puts lambdas and local functions into a class of its own; reports name the class around that.
        while (type is { DeclaringType: { } outer } && type.IsDefined(typeof(CompilerGeneratedAttribute), false))
            type = outer;
        name = Written(name);
        return type is null ? name : $"{type.FullName}.{name}";
    }

    /// <summary>Returns the type of the state machine in a box of .NET's; null if the type is no such box.</summary>
    public static Type? StateMachineIn(Type box) =>
        typeof(IAsyncStateMachine).IsAssignableFrom(box)
            ? box
            : box.GenericTypeArguments.FirstOrDefault(typeof(IAsyncStateMachine).IsAssignableFrom);

    // "<Connect>b__3_0" is a lambda in Connect, "<Connect>g__Retry|3_0" the local function Retry in it, and
    // "<Connect>d__3" the state machine of an async Connect; that of an async lambda is "<<Connect>b__3_0>d".
    private static string Written(string name)
    {
        const string main = "<<Main>$>"; // top-level code is the method "<Main>$"
        if (name.StartsWith("<<", StringComparison.Ordinal) && !name.StartsWith(main, StringComparison.Ordinal))
            name = name[1..];
        if (name.StartsWith(main, StringComparison.Ordinal))
            name = "<Main" + name[(main.Length - 1)..];
        var end = name.IndexOf('>', StringComparison.Ordinal);
        if (name is not ['<', ..] || end < 0)
            return name;
        var outer = name[1..end];
        var rest = name.AsSpan(end + 1);
        var bar = rest.IndexOf('|');
        if (rest.StartsWith("d__", StringComparison.Ordinal))
            return outer;
        return rest.StartsWith("g__", StringComparison.Ordinal) && bar > 3
            ? $"{outer}.{rest[3..bar]}"
            : $"{outer} (lambda)";
    }
}
