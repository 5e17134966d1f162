using System.Runtime.CompilerServices;
using Txaio.Actors.LogCalls;

namespace Txaio.Actors;

public static partial class TxaioLoggerExtensions
{
    /// <summary>
    /// Publishes a failure at critical with a text, or with a template that is filled by name (<c>log.failure</c> on
    /// Twisted). Fields that the template does not name become properties of the event.
    /// </summary>
    /// <remarks>
    /// For a template that is filled by position, call <c>Critical</c> with the failure's exception. For a category,
    /// call <c>Critical</c> with a field <c>log_failure</c>.
    /// </remarks>
    /// <param name="logger">The logger.</param>
    /// <param name="format">
    /// The text, or with fields the message template. Both may contain <c>{log_failure.value}</c>, the exception.
    /// </param>
    /// <param name="failure">The failure, whose exception becomes the event's <c>Cause</c>; or null.</param>
    /// <param name="args">The fields. An array, so that languages without <c>params</c> spans can leave it out.</param>
    public static void Failure(
        this ITxaioLogger logger, string format, IFailedFuture? failure, params (string Name, object? Value)[] args) =>
        LogCall.Keyword(logger, TxaioLogLevel.Critical, LogCall.CauseOf(failure), format, args);

    /// <summary>
    /// Publishes a failure at critical with an interpolated string as the template. Its holes are not evaluated while
    /// critical is off.
    /// </summary>
    /// <param name="logger">The logger.</param>
    /// <param name="message">The interpolated string.</param>
    /// <param name="failure">The failure, whose exception becomes the event's <c>Cause</c>; or null.</param>
    [OverloadResolutionPriority(1)]
    public static void Failure(
        this ITxaioLogger logger,
        [InterpolatedStringHandlerArgument(nameof(logger))]
        ref TxaioLogInterpolatedStringHandler<TxaioLogLevels.Critical> message,
        IFailedFuture? failure) =>
        message.WriteTo(logger, LogCall.CauseOf(failure));
}
