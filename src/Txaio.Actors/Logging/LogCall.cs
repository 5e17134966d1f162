namespace Txaio.Actors;

/// <summary>What the log calls have in common: ask the level, and only then make the entry and box.</summary>
internal static class LogCall
{
    /// <summary>A text.</summary>
    public static void Text(ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string message)
    {
        if (logger.IsEnabled(level))
            logger.Write(new TxaioLogEntry { Level = level, Cause = cause, Format = message });
    }

    /// <summary>A template filled by position.</summary>
    public static void Positional(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, ReadOnlySpan<object?> args)
    {
        if (logger.IsEnabled(level))
            Write(logger, level, cause, format, args.ToArray());
    }

    /// <summary>A template filled with one argument.</summary>
    public static void Positional<T0>(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0)
    {
        if (logger.IsEnabled(level))
            Write(logger, level, cause, format, [arg0]);
    }

    /// <summary>A template filled with two arguments.</summary>
    public static void Positional<T0, T1>(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0, T1 arg1)
    {
        if (logger.IsEnabled(level))
            Write(logger, level, cause, format, [arg0, arg1]);
    }

    /// <summary>A template filled with three arguments.</summary>
    public static void Positional<T0, T1, T2>(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0, T1 arg1, T2 arg2)
    {
        if (logger.IsEnabled(level))
            Write(logger, level, cause, format, [arg0, arg1, arg2]);
    }

    /// <summary>A template filled by name.</summary>
    public static void Keyword(
        ITxaioLogger logger,
        TxaioLogLevel level,
        Exception? cause,
        string format,
        ReadOnlySpan<(string Name, object? Value)> fields)
    {
        if (!logger.IsEnabled(level))
            return;
        logger.Write(new TxaioLogEntry { Level = level, Cause = cause, Format = format, Fields = fields.ToArray() });
    }

    /// <summary>A template filled from an array, by the array's type.</summary>
    public static void FromArray(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, Array? args)
    {
        if (!logger.IsEnabled(level))
            return;

        // A string[] is an object[] to the language, but here it is one argument.
        if (args is object?[] arguments && args.GetType() == typeof(object[]))
            Write(logger, level, cause, format, [.. arguments]);
        else if (args is (string Name, object? Value)[] fields)
            Keyword(logger, level, cause, format, fields);
        else
            Write(logger, level, cause, format, [args]);
    }

    /// <summary>An event of a category.</summary>
    public static void InCategory(
        ITxaioLogger logger,
        TxaioLogLevel level,
        LogCategory category,
        string format,
        ReadOnlySpan<(string Name, object? Value)> fields)
    {
        if (!logger.IsEnabled(level))
            return;
        logger.Write(
            new TxaioLogEntry { Level = level, Category = category, Format = format, Fields = fields.ToArray() });
    }

    private static void Write(
        ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, object?[] arguments) =>
        logger.Write(new TxaioLogEntry { Level = level, Cause = cause, Format = format, Arguments = arguments });
}
