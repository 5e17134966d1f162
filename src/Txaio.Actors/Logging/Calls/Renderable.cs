using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Txaio.Actors.LogTemplates;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.LogCalls;

/// <summary>Replaces parts of an event on which Akka's loggers would fail.</summary>
/// <remarks>
/// Akka's loggers call <c>ToString</c> on the cause and on the properties of an event. If one throws, Akka restarts its
/// console logger, and the restarted logger refuses every event. Values in the holes of a template are not replaced,
/// because txaio's own message renders them.
/// </remarks>
internal static class Renderable
{
    // Whether code outside the base library makes the text of an exception type, and so may throw.
    private static readonly ConditionalWeakTable<Type, StrongBox<bool>> HasOwnText = [];

    /// <summary>The exception, or a replacement if it cannot be rendered.</summary>
    public static Exception? Cause(Exception? cause)
    {
        // Loggers render inner exceptions by recursion: ten thousand would overflow the stack.
        if (cause is not null && !CauseText.IsBounded(cause))
            return Shortened(cause);
        for (var inner = cause; inner is not null; inner = inner.InnerException)
        {
            if (HasOwnText.GetValue(inner.GetType(), static type => new StrongBox<bool>(IsOverridden(type))).Value)
                return Failure(cause!) is { } failure ? Unrenderable(cause!, failure) : cause;
        }

        return cause;
    }

    /// <summary>The value, or a text that replaces it if it cannot be rendered.</summary>
    public static object? Value(object? value) =>
        value is null or string || LogValue.IsScalar(value) || Failure(value) is not { } failure
            ? value
            : $"{value.GetType()} (could not be rendered: {failure.GetType().Name})";

    private static LogCauseException Shortened(Exception cause)
    {
        var text = new StringBuilder();
        CauseText.Append(text, cause, indent: "");
        return new LogCauseException(
            $"{cause.GetType()} (with more than {CauseText.MaxExceptions} exceptions inside)",
            text.ToString().TrimEnd());
    }

    private static LogCauseException Unrenderable(Exception cause, Exception failure)
    {
        var message = $"{cause.GetType()} (could not be rendered: {failure.GetType().Name})";
        return new LogCauseException(message, message);
    }

    private static Exception? Failure(object value)
    {
        try
        {
            _ = value.ToString();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    // The text of an AggregateException contains all its exceptions, and InnerException is only the first.
    private static bool IsOverridden(Type type) =>
        type.IsAssignableTo(typeof(AggregateException)) || type
            .GetMethods(BindingFlags.Instance | BindingFlags.Public)
            .Any(static method => method.Name is "ToString" or "get_Message" or "get_StackTrace"
                && method.DeclaringType?.Assembly != typeof(object).Assembly);
}
