using System.Runtime.CompilerServices;
using Txaio.Actors.LogTemplates;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogCalls;

/// <summary>The common part of the log calls. Boxes arguments and makes the entry only if the level is on.</summary>
/// <remarks>
/// The check of the level is inlined into the callers. The rest is not, so that their code stays small.
/// </remarks>
internal static class LogCall
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>
    /// Whether the level is on. For speed, calls <see cref="TxaioLogger"/> directly and not through the interface.
    /// </summary>
    [MethodImpl(Inline)]
    public static bool IsOn(ITxaioLogger logger, TxaioLogLevel level) =>
        logger is TxaioLogger own ? own.IsEnabled(level) : IsOnElsewhere(logger, level);

    /// <summary>
    /// The exception of a failure, or <paramref name="value"/> itself if it is an exception; else null. Never throws.
    /// </summary>
    public static Exception? CauseOf(object? value)
    {
        try
        {
            return value is IFailedFuture failure ? failure.Value : value as Exception;
        }
        catch (Exception)
        {
            // IFailedFuture may be implemented by the program. Its exceptions must not leave a log call.
            return null;
        }
    }

    /// <summary>Publishes a text.</summary>
    [MethodImpl(Inline)]
    public static void Text(ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string message)
    {
        if (IsOn(logger, level))
            WriteText(logger, level, cause, message);
    }

    /// <summary>Publishes a template filled by position.</summary>
    [MethodImpl(Inline)]
    public static void Positional(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, ReadOnlySpan<object?> args)
    {
        if (IsOn(logger, level))
            WriteArguments(logger, level, cause, format, Copy(args));
    }

    /// <summary>Publishes a template filled with one argument.</summary>
    [MethodImpl(Inline)]
    public static void Positional<T0>(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0)
    {
        if (IsOn(logger, level))
            Write(logger, level, cause, format, arg0);
    }

    /// <summary>Publishes a template filled with two arguments.</summary>
    [MethodImpl(Inline)]
    public static void Positional<T0, T1>(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0, T1 arg1)
    {
        if (IsOn(logger, level))
            Write(logger, level, cause, format, arg0, arg1);
    }

    /// <summary>Publishes a template filled with three arguments.</summary>
    [MethodImpl(Inline)]
    public static void Positional<T0, T1, T2>(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0, T1 arg1, T2 arg2)
    {
        if (IsOn(logger, level))
            Write(logger, level, cause, format, arg0, arg1, arg2);
    }

    /// <summary>Publishes a template filled by name.</summary>
    [MethodImpl(Inline)]
    public static void Keyword(
        ITxaioLogger logger,
        TxaioLogLevel level,
        Exception? cause,
        string format,
        ReadOnlySpan<(string Name, object? Value)> fields)
    {
        if (IsOn(logger, level))
            WriteFields(logger, level, cause, format, fields);
    }

    /// <summary>Publishes a template filled from an array, by the array's type.</summary>
    [MethodImpl(Inline)]
    public static void FromArray(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, Array? args)
    {
        if (IsOn(logger, level))
            WriteArray(logger, level, cause, format, args);
    }

    /// <summary>Publishes an event of a category.</summary>
    [MethodImpl(Inline)]
    public static void InCategory(
        ITxaioLogger logger,
        TxaioLogLevel level,
        LogCategory category,
        string format,
        ReadOnlySpan<(string Name, object? Value)> fields,
        Exception? cause = null)
    {
        if (IsOn(logger, level))
            WriteCategory(logger, level, cause, category, format, fields);
    }

    // The check for null costs nothing here: each log call tests the logger's type before.
    private static bool IsOnElsewhere(ITxaioLogger logger, TxaioLogLevel level)
    {
        ArgumentNullException.ThrowIfNull(logger);
        return logger.IsEnabled(level);
    }

    private static void WriteText(ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string message)
    {
        // Other texts go to the binder: it replaces built-in names such as log_time, and makes unsafe text safe.
        var complete = message is not null && !LogText.IsPlain(message) ? null : message;
        logger.Write(new TxaioLogEntry { Level = level, Cause = cause, Format = message!, Message = complete });
    }

    private static void Write<T0>(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0)
    {
        if (typeof(T0) == typeof((string, object?)))
            WriteFields(logger, level, cause, format, [Field(arg0)]);
        else if (TemplateFor(format, 1) is { } template)
            WriteMessage(logger, level, cause, format, new TxaioLogMessage<T0>(template, arg0));
        else
            WriteArguments(logger, level, cause, format, new object?[] { arg0 });
    }

    private static void Write<T0, T1>(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0, T1 arg1)
    {
        if (typeof(T0) == typeof((string, object?)) && typeof(T1) == typeof(T0))
            WriteFields(logger, level, cause, format, [Field(arg0), Field(arg1)]);
        else if (TemplateFor(format, 2) is { } template)
            WriteMessage(logger, level, cause, format, new TxaioLogMessage<T0, T1>(template, arg0, arg1));
        else
            WriteArguments(logger, level, cause, format, new object?[] { arg0, arg1 });
    }

    private static void Write<T0, T1, T2>(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0, T1 arg1, T2 arg2)
    {
        if (typeof(T0) == typeof((string, object?)) && typeof(T1) == typeof(T0) && typeof(T2) == typeof(T0))
            WriteFields(logger, level, cause, format, [Field(arg0), Field(arg1), Field(arg2)]);
        else if (TemplateFor(format, 3) is { } template)
            WriteMessage(logger, level, cause, format, new TxaioLogMessage<T0, T1, T2>(template, arg0, arg1, arg2));
        else
            WriteArguments(logger, level, cause, format, new object?[] { arg0, arg1, arg2 });
    }

    // F# passes keyword arguments, which are struct tuples, to the generic overloads. For other types the JIT removes
    // the comparison.
    private static (string Name, object? Value) Field<T>(T tuple) => ((string, object?))(object)tuple!;

    private static void WriteFields(
        ITxaioLogger logger,
        TxaioLogLevel level,
        Exception? cause,
        string format,
        ReadOnlySpan<(string Name, object? Value)> fields) =>
        logger.Write(
            new TxaioLogEntry { Level = level, Cause = cause, Format = format, FieldArray = Copy(fields) });

    private static void WriteArray(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, Array? args)
    {
        // In C# a string[] is also an object[], but here it is one argument.
        if (args is object?[] arguments && args.GetType() == typeof(object[]))
            WriteArguments(logger, level, cause, format, Copy<object?>(arguments));
        else if (args is (string Name, object? Value)[] fields)
            WriteFields(logger, level, cause, format, fields);
        else
            WriteArguments(logger, level, cause, format, new object?[] { args });
    }

    private static void WriteCategory(
        ITxaioLogger logger,
        TxaioLogLevel level,
        Exception? cause,
        LogCategory category,
        string format,
        ReadOnlySpan<(string Name, object? Value)> fields) =>
        logger.Write(new TxaioLogEntry
        {
            Level = level,
            Cause = cause,
            Category = category,
            Format = format,
            FieldArray = Copy(fields),
        });

    // A loop: the runtime's bulk copy of references costs more than the rest of the call.
    private static T[] Copy<T>(ReadOnlySpan<T> items)
    {
        var copy = new T[items.Length];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = items[i];
        return copy;
    }

    // Returns the template if the arguments can be its values, and no argument is surplus; else null.
    private static LogTemplate? TemplateFor(string format, int arguments)
    {
        if (format is null)
            return null;
        var template = LogTemplateCache.Positional.Get(format);
        return template.ArgumentsAreValues(arguments) && template.ArgumentCount >= arguments ? template : null;
    }

    private static void WriteMessage(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, TxaioLogMessage message) =>
        logger.Write(new TxaioLogEntry { Level = level, Cause = cause, Format = format, Message = message });

    private static void WriteArguments(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, object?[] arguments) =>
        logger.Write(new TxaioLogEntry { Level = level, Cause = cause, Format = format, ArgumentArray = arguments });
}
