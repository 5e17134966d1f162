using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.LogCalls;

/// <summary>Finds the class whose code called into the library, for <c>MakeLogger()</c>.</summary>
internal static class CallerName
{
    private static readonly Assembly[] Skipped = [typeof(CallerName).Assembly, typeof(object).Assembly];

    /// <summary>
    /// Returns the class of the nearest stack frame outside of this library and the base library; null if there is
    /// none. For lambdas, local functions, iterators and async methods, returns the class in whose source they are.
    /// </summary>
    /// <remarks>
    /// Costs a stack trace, tens of microseconds. An inlined method, or a method that was left by a tail call, has no
    /// frame. Then this returns the class of the caller.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Type? Find()
    {
        foreach (var frame in new StackTrace(1, fNeedFileInfo: false).GetFrames())
        {
            var type = frame.GetMethod()?.DeclaringType;
            if (type is not null && !Skipped.Contains(type.Assembly))
                return WrittenIn(type);
        }

        return null;
    }

    /// <summary>The name of a class for <see cref="ITxaioLogger.Namespace"/>.</summary>
    public static string Of(Type type) => type.IsConstructedGenericType ? type.ToString() : type.FullName ?? type.Name;

    private static Type WrittenIn(Type type)
    {
        while (type.DeclaringType is { } outer && type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            type = outer;
        return type;
    }
}
