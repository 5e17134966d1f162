using System.Runtime.CompilerServices;

namespace Txaio.Actors.Loops.Reports;

/// <summary>Names a callback for people: the class and method that a delegate was made from.</summary>
internal static class CallbackName
{
    /// <summary>The name of <paramref name="callback"/>, or its type's when it is no delegate.</summary>
    public static string Of(object callback) => callback switch
    {
        Delegate { Target: IWrappedCallback wrapped } => Of(wrapped.Callback),
        // The rest of an async method: a box around its state machine.
        Delegate { Target: { } box } when StateMachineIn(box.GetType()) is { } machine =>
            Of(machine.DeclaringType, machine.Name),
        Delegate { Method: var method } => Of(method.DeclaringType, method.Name),
        _ => callback.GetType().Name,
    };

    /// <summary>The name of the async method that a state machine is of.</summary>
    public static string Of(Type stateMachine) => Of(stateMachine.DeclaringType, stateMachine.Name);

    private static string Of(Type? type, string name)
    {
        // Lambdas and local functions sit in a compiler-made class; reports name the class around it.
        while (type is { DeclaringType: { } outer } && type.IsDefined(typeof(CompilerGeneratedAttribute), false))
            type = outer;
        name = Written(name);
        return type is null ? name : $"{type.FullName}.{name}";
    }

    /// <summary>The state machine that a box of the runtime's holds, if it is one.</summary>
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
            name = name[1..Math.Max(1, name.LastIndexOf(">d", StringComparison.Ordinal))];
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
