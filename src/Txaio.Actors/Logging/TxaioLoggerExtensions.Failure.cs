using System.Runtime.CompilerServices;
using Txaio.Actors.LogCalls;

namespace Txaio.Actors;

public static partial class TxaioLoggerExtensions
{
    /// <summary>
    /// Publishes a failure at critical with a text: braces in it are braces (Twisted's <c>Logger.failure</c>).
    /// </summary>
    /// <remarks>
    /// In all forms but the interpolated one, <c>{log_failure}</c> is the failure and <c>{log_failure.value}</c> its
    /// exception, in the text too.
    /// </remarks>
    /// <param name="logger">The logger.</param>
    /// <param name="message">The text.</param>
    /// <param name="failure">The failure; its exception is the event's <c>Cause</c>.</param>
    [OverloadResolutionPriority(2)]
    public static void Failure(this ITxaioLogger logger, string message, IFailedFuture? failure) =>
        LogCall.Text(logger, TxaioLogLevel.Critical, LogCall.CauseOf(failure), message);

    /// <summary>Publishes a failure at critical with a template filled by position.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="format">The message template.</param>
    /// <param name="failure">The failure; its exception is the event's <c>Cause</c>.</param>
    /// <param name="args">The arguments, one for each hole.</param>
    [OverloadResolutionPriority(-1)]
    public static void Failure(
        this ITxaioLogger logger, string format, IFailedFuture? failure, params ReadOnlySpan<object?> args) =>
        LogCall.Positional(logger, TxaioLogLevel.Critical, LogCall.CauseOf(failure), format, args);

    /// <summary>Publishes a failure at critical with a template filled by position.</summary>
    /// <param name="logger">The logger.</param>
    /// <typeparam name="T0">The type of argument 0.</typeparam>
    /// <param name="format">The message template.</param>
    /// <param name="failure">The failure; its exception is the event's <c>Cause</c>.</param>
    /// <param name="arg0">Argument 0.</param>
    public static void Failure<T0>(this ITxaioLogger logger, string format, IFailedFuture? failure, T0 arg0) =>
        LogCall.Positional(logger, TxaioLogLevel.Critical, LogCall.CauseOf(failure), format, arg0);

    /// <summary>Publishes a failure at critical with a template filled by position.</summary>
    /// <param name="logger">The logger.</param>
    /// <typeparam name="T0">The type of argument 0.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="format">The message template.</param>
    /// <param name="failure">The failure; its exception is the event's <c>Cause</c>.</param>
    /// <param name="arg0">Argument 0.</param>
    /// <param name="arg1">Argument 1.</param>
    public static void Failure<T0, T1>(
        this ITxaioLogger logger, string format, IFailedFuture? failure, T0 arg0, T1 arg1) =>
        LogCall.Positional(logger, TxaioLogLevel.Critical, LogCall.CauseOf(failure), format, arg0, arg1);

    /// <summary>Publishes a failure at critical with a template filled by position.</summary>
    /// <param name="logger">The logger.</param>
    /// <typeparam name="T0">The type of argument 0.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="format">The message template.</param>
    /// <param name="failure">The failure; its exception is the event's <c>Cause</c>.</param>
    /// <param name="arg0">Argument 0.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="arg2">Argument 2.</param>
    public static void Failure<T0, T1, T2>(
        this ITxaioLogger logger, string format, IFailedFuture? failure, T0 arg0, T1 arg1, T2 arg2) =>
        LogCall.Positional(logger, TxaioLogLevel.Critical, LogCall.CauseOf(failure), format, arg0, arg1, arg2);

    /// <summary>
    /// Publishes a failure at critical with a template filled by name; fields it does not name travel too.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="format">The message template.</param>
    /// <param name="failure">The failure; its exception is the event's <c>Cause</c>.</param>
    /// <param name="args">The fields.</param>
    [OverloadResolutionPriority(1)]
    public static void Failure(
        this ITxaioLogger logger,
        string format,
        IFailedFuture? failure,
        params ReadOnlySpan<(string Name, object? Value)> args) =>
        LogCall.Keyword(logger, TxaioLogLevel.Critical, LogCall.CauseOf(failure), format, args);

    /// <summary>Publishes a failure at critical with a template filled from an array, as <c>Error</c> does.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="format">The message template.</param>
    /// <param name="failure">The failure; its exception is the event's <c>Cause</c>.</param>
    /// <param name="args">The array.</param>
    [OverloadResolutionPriority(2)]
    public static void Failure(this ITxaioLogger logger, string format, IFailedFuture? failure, Array? args) =>
        LogCall.FromArray(logger, TxaioLogLevel.Critical, LogCall.CauseOf(failure), format, args);

    /// <summary>Publishes a failure of a category at critical; empty text if the category is unknown.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="category">The category whose template is used.</param>
    /// <param name="failure">The failure; its exception is the event's <c>Cause</c>.</param>
    /// <param name="args">The fields.</param>
    public static void Failure(
        this ITxaioLogger logger,
        LogCategory category,
        IFailedFuture? failure,
        params ReadOnlySpan<(string Name, object? Value)> args) =>
        LogCall.InCategory(logger, TxaioLogLevel.Critical, category, "", args, LogCall.CauseOf(failure));

    /// <summary>
    /// Publishes a failure of a category at critical; with its own template if the category is unknown.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="category">The category whose template is used.</param>
    /// <param name="format">The template if the category is unknown.</param>
    /// <param name="failure">The failure; its exception is the event's <c>Cause</c>.</param>
    /// <param name="args">The fields.</param>
    public static void Failure(
        this ITxaioLogger logger,
        LogCategory category,
        string format,
        IFailedFuture? failure,
        params ReadOnlySpan<(string Name, object? Value)> args) =>
        LogCall.InCategory(logger, TxaioLogLevel.Critical, category, format, args, LogCall.CauseOf(failure));

    /// <summary>Publishes a failure at critical with an interpolated string.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="message">The interpolated string.</param>
    /// <param name="failure">The failure; its exception is the event's <c>Cause</c>.</param>
    [OverloadResolutionPriority(2)]
    public static void Failure(
        this ITxaioLogger logger,
        [InterpolatedStringHandlerArgument(nameof(logger))]
        ref TxaioLogInterpolatedStringHandler<TxaioLogLevels.Critical> message,
        IFailedFuture? failure) =>
        message.WriteTo(logger, LogCall.CauseOf(failure));
}
