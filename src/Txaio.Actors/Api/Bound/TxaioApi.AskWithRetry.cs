using Akka.Actor;
using Txaio.Actors.Futures.Asking;
using Txaio.Actors.Futures.Bodies;

namespace Txaio.Actors.Api.Bound;

/// <content>Asks with retries.</content>
internal sealed partial class TxaioApi
{
    private static readonly AskRetryOptions DefaultRetries = new();

    public Future<T> AskWithRetry<T>(
        ICanTell target,
        object message,
        AskRetryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return AskWithRetry<T>(() => target, message, options, cancellationToken);
    }

    public Future<T> AskWithRetry<T>(
        Func<ICanTell?> findTarget,
        object message,
        AskRetryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(findTarget);
        ArgumentNullException.ThrowIfNull(message);
        var plan = new AskRetryPlan(options ?? DefaultRetries, extension.Settings.Futures.AskTimeout);
        loop.ThrowIfRefusing();
        var measurement = AskMeasurement.IsListenedTo ? new AskMeasurement(loop, null, ref message) : null;
        var ask = new RetriedAsk<T>(loop);
        if (measurement is not null)
            ask.AddContinuation(measurement);
        // Made here: the attempts keep the execution context, with the activity of the measurement.
        ask.Begin(new AskAttempts(ask, findTarget, message, plan, measurement), cancellationToken);
        measurement?.Sent();
        return ask.InScope();
    }
}
