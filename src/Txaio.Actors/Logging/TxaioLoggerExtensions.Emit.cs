using System.Runtime.CompilerServices;
using Txaio.Actors.LogCalls;
using Fields = System.ReadOnlySpan<(string Name, object? Value)>;

namespace Txaio.Actors;

// The methods of the levels inherit the documentation of these methods.
public static partial class TxaioLoggerExtensions
{
    /// <summary>
    /// Publishes a text. Braces have no meaning in it, except around built-in names such as <c>{log_time}</c>.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="message">The text.</param>
    [OverloadResolutionPriority(2)]
    public static void Emit(this ITxaioLogger logger, TxaioLogLevel level, string message) =>
        LogCall.Text(logger, level, null, message);

    /// <summary>Publishes a template that is filled by position.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="format">The message template.</param>
    /// <param name="args">The arguments, one for each hole.</param>
    [OverloadResolutionPriority(-1)]
    public static void Emit(
        this ITxaioLogger logger, TxaioLogLevel level, string format, params ReadOnlySpan<object?> args) =>
        LogCall.Positional(logger, level, null, format, args);

    /// <summary>Publishes a template that is filled by position. Boxes nothing while the level is off.</summary>
    /// <typeparam name="T0">The type of argument 0.</typeparam>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="format">The message template.</param>
    /// <param name="arg0">Argument 0.</param>
    public static void Emit<T0>(this ITxaioLogger logger, TxaioLogLevel level, string format, T0 arg0) =>
        LogCall.Positional(logger, level, null, format, arg0);

    /// <summary>Publishes a template that is filled by position. Boxes nothing while the level is off.</summary>
    /// <typeparam name="T0">The type of argument 0.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="format">The message template.</param>
    /// <param name="arg0">Argument 0.</param>
    /// <param name="arg1">Argument 1.</param>
    public static void Emit<T0, T1>(this ITxaioLogger logger, TxaioLogLevel level, string format, T0 arg0, T1 arg1) =>
        LogCall.Positional(logger, level, null, format, arg0, arg1);

    /// <summary>Publishes a template that is filled by position. Boxes nothing while the level is off.</summary>
    /// <typeparam name="T0">The type of argument 0.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="format">The message template.</param>
    /// <param name="arg0">Argument 0.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="arg2">Argument 2.</param>
    public static void Emit<T0, T1, T2>(
        this ITxaioLogger logger, TxaioLogLevel level, string format, T0 arg0, T1 arg1, T2 arg2) =>
        LogCall.Positional(logger, level, null, format, arg0, arg1, arg2);

    /// <summary>
    /// Publishes a template that is filled by name. Fields that the template does not name become properties of the
    /// event.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="format">The message template.</param>
    /// <param name="args">The fields.</param>
    [OverloadResolutionPriority(1)]
    public static void Emit(this ITxaioLogger logger, TxaioLogLevel level, string format, params Fields args) =>
        LogCall.Keyword(logger, level, null, format, args);

    /// <summary>
    /// Publishes a template that is filled from an array. The items of an <c>object[]</c> are the arguments, and the
    /// items of an array of fields are the fields. Any other array, or null, is one argument.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="format">The message template.</param>
    /// <param name="args">The array.</param>
    [OverloadResolutionPriority(2)]
    public static void Emit(this ITxaioLogger logger, TxaioLogLevel level, string format, Array? args) =>
        LogCall.FromArray(logger, level, null, format, args);

    /// <summary>Publishes an event of a category. Its text is empty if the category is unknown.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="category">The category, whose template is used.</param>
    /// <param name="args">The fields.</param>
    public static void Emit(this ITxaioLogger logger, TxaioLogLevel level, LogCategory category, params Fields args) =>
        LogCall.InCategory(logger, level, category, "", args);

    /// <summary>Publishes an event of a category, or of a template if the category is unknown.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="category">The category, whose template is used.</param>
    /// <param name="format">The template that is used if the category is unknown.</param>
    /// <param name="args">The fields.</param>
    public static void Emit(
        this ITxaioLogger logger, TxaioLogLevel level, LogCategory category, string format, params Fields args) =>
        LogCall.InCategory(logger, level, category, format, args);

    /// <summary>
    /// Publishes an interpolated string as a template. Its holes are not evaluated while the level is off.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="message">The interpolated string.</param>
    [OverloadResolutionPriority(2)]
    public static void Emit(
        this ITxaioLogger logger,
        TxaioLogLevel level,
        [InterpolatedStringHandlerArgument(nameof(logger), nameof(level))]
        ref TxaioLogInterpolatedStringHandler message) =>
        message.WriteTo(logger);

    /// <summary>
    /// Publishes a text with the exception behind it. Braces have no meaning in the text, except around built-in names
    /// such as <c>{log_time}</c>.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="cause">The exception behind the event, which becomes its <c>Cause</c>; or null.</param>
    /// <param name="message">The text.</param>
    [OverloadResolutionPriority(2)]
    public static void Emit(this ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string message) =>
        LogCall.Text(logger, level, cause, message);

    /// <summary>Publishes a template that is filled by position, with the exception behind it.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="cause">The exception behind the event, which becomes its <c>Cause</c>; or null.</param>
    /// <param name="format">The message template.</param>
    /// <param name="args">The arguments, one for each hole.</param>
    [OverloadResolutionPriority(-1)]
    public static void Emit(
        this ITxaioLogger logger,
        TxaioLogLevel level,
        Exception? cause,
        string format,
        params ReadOnlySpan<object?> args) =>
        LogCall.Positional(logger, level, cause, format, args);

    /// <summary>
    /// Publishes a template that is filled by position, with the exception behind it. Boxes nothing while the level is
    /// off.
    /// </summary>
    /// <typeparam name="T0">The type of argument 0.</typeparam>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="cause">The exception behind the event, which becomes its <c>Cause</c>; or null.</param>
    /// <param name="format">The message template.</param>
    /// <param name="arg0">Argument 0.</param>
    public static void Emit<T0>(
        this ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0) =>
        LogCall.Positional(logger, level, cause, format, arg0);

    /// <summary>
    /// Publishes a template that is filled by position, with the exception behind it. Boxes nothing while the level is
    /// off.
    /// </summary>
    /// <typeparam name="T0">The type of argument 0.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="cause">The exception behind the event, which becomes its <c>Cause</c>; or null.</param>
    /// <param name="format">The message template.</param>
    /// <param name="arg0">Argument 0.</param>
    /// <param name="arg1">Argument 1.</param>
    public static void Emit<T0, T1>(
        this ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0, T1 arg1) =>
        LogCall.Positional(logger, level, cause, format, arg0, arg1);

    /// <summary>
    /// Publishes a template that is filled by position, with the exception behind it. Boxes nothing while the level is
    /// off.
    /// </summary>
    /// <typeparam name="T0">The type of argument 0.</typeparam>
    /// <typeparam name="T1">The type of argument 1.</typeparam>
    /// <typeparam name="T2">The type of argument 2.</typeparam>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="cause">The exception behind the event, which becomes its <c>Cause</c>; or null.</param>
    /// <param name="format">The message template.</param>
    /// <param name="arg0">Argument 0.</param>
    /// <param name="arg1">Argument 1.</param>
    /// <param name="arg2">Argument 2.</param>
    public static void Emit<T0, T1, T2>(
        this ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, T0 arg0, T1 arg1, T2 arg2) =>
        LogCall.Positional(logger, level, cause, format, arg0, arg1, arg2);

    /// <summary>
    /// Publishes a template that is filled by name, with the exception behind it. Fields that the template does not
    /// name become properties of the event.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="cause">The exception behind the event, which becomes its <c>Cause</c>; or null.</param>
    /// <param name="format">The message template.</param>
    /// <param name="args">The fields.</param>
    [OverloadResolutionPriority(1)]
    public static void Emit(
        this ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, params Fields args) =>
        LogCall.Keyword(logger, level, cause, format, args);

    /// <summary>
    /// Publishes a template that is filled from an array, with the exception behind it. The items of an <c>object[]</c>
    /// are the arguments, and the items of an array of fields are the fields. Any other array, or null, is one
    /// argument.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="cause">The exception behind the event, which becomes its <c>Cause</c>; or null.</param>
    /// <param name="format">The message template.</param>
    /// <param name="args">The array.</param>
    [OverloadResolutionPriority(2)]
    public static void Emit(
        this ITxaioLogger logger, TxaioLogLevel level, Exception? cause, string format, Array? args) =>
        LogCall.FromArray(logger, level, cause, format, args);

    /// <summary>
    /// Publishes an interpolated string as a template, with the exception behind it. Its holes are not evaluated while
    /// the level is off.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="level">The level of the event.</param>
    /// <param name="cause">The exception behind the event, which becomes its <c>Cause</c>; or null.</param>
    /// <param name="message">The interpolated string.</param>
    [OverloadResolutionPriority(2)]
    public static void Emit(
        this ITxaioLogger logger,
        TxaioLogLevel level,
        Exception? cause,
        [InterpolatedStringHandlerArgument(nameof(logger), nameof(level))]
        ref TxaioLogInterpolatedStringHandler message) =>
        message.WriteTo(logger, cause);
}
