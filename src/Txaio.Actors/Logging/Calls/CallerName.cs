using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.LogCalls;

/// <summary>Finds the class whose code called into the library, for <c>MakeLogger()</c>.</summary>
internal static class CallerName
{
    private static readonly Assembly[] Skipped = [typeof(CallerName).Assembly, typeof(object).Assembly];

    /// <summary>
    /// The class of the nearest frame that is neither ours nor the base library's; null if there is none. Lambdas,
    /// local functions, iterators and async methods count as the class they are written in.
    /// </summary>
    /// <remarks>
    /// Takes a stack trace, tens of microseconds: loggers are made once. A method that the JIT inlined into another
    /// class's method, or that was left by a tail call, has no frame; the other class is returned then.
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
