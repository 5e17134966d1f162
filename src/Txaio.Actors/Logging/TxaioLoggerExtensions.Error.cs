using System.Runtime.CompilerServices;
using Txaio.Actors.LogCalls;
using Fields = System.ReadOnlySpan<(string Name, object? Value)>;
using Interpolated = Txaio.Actors.TxaioLogInterpolatedStringHandler<Txaio.Actors.TxaioLogLevels.Error>;

namespace Txaio.Actors;

public static partial class TxaioLoggerExtensions
{
    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, string)"/>
    [OverloadResolutionPriority(2)]
    public static void Error(this ITxaioLogger logger, string message) =>
        LogCall.Text(logger, TxaioLogLevel.Error, null, message);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, string, ReadOnlySpan{object})"/>
    [OverloadResolutionPriority(-1)]
    public static void Error(this ITxaioLogger logger, string format, params ReadOnlySpan<object?> args) =>
        LogCall.Positional(logger, TxaioLogLevel.Error, null, format, args);

    /// <inheritdoc cref="Emit{T0}(ITxaioLogger, TxaioLogLevel, string, T0)"/>
    public static void Error<T0>(this ITxaioLogger logger, string format, T0 arg0) =>
        LogCall.Positional(logger, TxaioLogLevel.Error, null, format, arg0);

    /// <inheritdoc cref="Emit{T0, T1}(ITxaioLogger, TxaioLogLevel, string, T0, T1)"/>
    public static void Error<T0, T1>(this ITxaioLogger logger, string format, T0 arg0, T1 arg1) =>
        LogCall.Positional(logger, TxaioLogLevel.Error, null, format, arg0, arg1);

    /// <inheritdoc cref="Emit{T0, T1, T2}(ITxaioLogger, TxaioLogLevel, string, T0, T1, T2)"/>
    public static void Error<T0, T1, T2>(this ITxaioLogger logger, string format, T0 arg0, T1 arg1, T2 arg2) =>
        LogCall.Positional(logger, TxaioLogLevel.Error, null, format, arg0, arg1, arg2);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, string, Fields)"/>
    [OverloadResolutionPriority(1)]
    public static void Error(this ITxaioLogger logger, string format, params Fields args) =>
        LogCall.Keyword(logger, TxaioLogLevel.Error, null, format, args);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, string, Array)"/>
    [OverloadResolutionPriority(2)]
    public static void Error(this ITxaioLogger logger, string format, Array? args) =>
        LogCall.FromArray(logger, TxaioLogLevel.Error, null, format, args);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, LogCategory, Fields)"/>
    public static void Error(this ITxaioLogger logger, LogCategory category, params Fields args) =>
        LogCall.InCategory(logger, TxaioLogLevel.Error, category, "", args);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, LogCategory, string, Fields)"/>
    public static void Error(this ITxaioLogger logger, LogCategory category, string format, params Fields args) =>
        LogCall.InCategory(logger, TxaioLogLevel.Error, category, format, args);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, ref TxaioLogInterpolatedStringHandler)"/>
    [OverloadResolutionPriority(2)]
    public static void Error(
        this ITxaioLogger logger, [InterpolatedStringHandlerArgument(nameof(logger))] ref Interpolated message) =>
        message.WriteTo(logger);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, Exception, string)"/>
    [OverloadResolutionPriority(2)]
    public static void Error(this ITxaioLogger logger, Exception? cause, string message) =>
        LogCall.Text(logger, TxaioLogLevel.Error, cause, message);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, Exception, string, ReadOnlySpan{object})"/>
    [OverloadResolutionPriority(-1)]
    public static void Error(
        this ITxaioLogger logger, Exception? cause, string format, params ReadOnlySpan<object?> args) =>
        LogCall.Positional(logger, TxaioLogLevel.Error, cause, format, args);

    /// <inheritdoc cref="Emit{T0}(ITxaioLogger, TxaioLogLevel, Exception, string, T0)"/>
    public static void Error<T0>(this ITxaioLogger logger, Exception? cause, string format, T0 arg0) =>
        LogCall.Positional(logger, TxaioLogLevel.Error, cause, format, arg0);

    /// <inheritdoc cref="Emit{T0, T1}(ITxaioLogger, TxaioLogLevel, Exception, string, T0, T1)"/>
    public static void Error<T0, T1>(this ITxaioLogger logger, Exception? cause, string format, T0 arg0, T1 arg1) =>
        LogCall.Positional(logger, TxaioLogLevel.Error, cause, format, arg0, arg1);

    /// <inheritdoc cref="Emit{T0, T1, T2}(ITxaioLogger, TxaioLogLevel, Exception, string, T0, T1, T2)"/>
    public static void Error<T0, T1, T2>(
        this ITxaioLogger logger, Exception? cause, string format, T0 arg0, T1 arg1, T2 arg2) =>
        LogCall.Positional(logger, TxaioLogLevel.Error, cause, format, arg0, arg1, arg2);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, Exception, string, Fields)"/>
    [OverloadResolutionPriority(1)]
    public static void Error(this ITxaioLogger logger, Exception? cause, string format, params Fields args) =>
        LogCall.Keyword(logger, TxaioLogLevel.Error, cause, format, args);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, Exception, string, Array)"/>
    [OverloadResolutionPriority(2)]
    public static void Error(this ITxaioLogger logger, Exception? cause, string format, Array? args) =>
        LogCall.FromArray(logger, TxaioLogLevel.Error, cause, format, args);

    /// <inheritdoc cref="Emit(ITxaioLogger, TxaioLogLevel, Exception, ref TxaioLogInterpolatedStringHandler)"/>
    [OverloadResolutionPriority(2)]
    public static void Error(
        this ITxaioLogger logger,
        Exception? cause,
        [InterpolatedStringHandlerArgument(nameof(logger))] ref Interpolated message) =>
        message.WriteTo(logger, cause);
}
