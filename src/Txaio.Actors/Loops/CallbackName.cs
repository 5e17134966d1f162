using System.Reflection;
using System.Runtime.CompilerServices;

namespace Txaio.Actors;

/// <summary>Names a callback for people: the class and method that a delegate was made from.</summary>
internal static class CallbackName
{
    /// <summary>The name of <paramref name="callback"/>, or its type's when it is no delegate.</summary>
    public static string Of(object callback)
    {
        if (callback is not Delegate { Method: var method })
            return callback.GetType().Name;
        var type = method.DeclaringType;
        // Lambdas and local functions sit in a compiler-made class; the person knows the one around it.
        while (type is { DeclaringType: { } outer } && type.IsDefined(typeof(CompilerGeneratedAttribute), false))
            type = outer;
        var name = Written(method);
        return type is null ? name : $"{type.FullName}.{name}";
    }

    // "<Connect>b__3_0" is a lambda in Connect, "<Connect>g__Retry|3_0" the local function Retry in it.
    private static string Written(MethodInfo method)
    {
        var name = method.Name;
        var end = name.IndexOf('>', StringComparison.Ordinal);
        if (name is not ['<', ..] || end < 0)
            return name;
        // Top-level code is the method "<Main>$", so that a lambda in it is called "<<Main>$>b__0_1".
        if (name.StartsWith("<<Main>$>", StringComparison.Ordinal))
            (name, end) = ("<Main" + name["<<Main>$".Length..], "<Main".Length);
        var outer = name[1..end];
        var bar = name.IndexOf('|', StringComparison.Ordinal);
        return name.AsSpan(end + 1).StartsWith("g__", StringComparison.Ordinal) && bar > end + 4
            ? $"{outer}.{name[(end + 4)..bar]}"
            : $"{outer} (lambda)";
    }
}
