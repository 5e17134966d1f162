using Akka.Actor;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>
/// Asks a stripe, again after each pause without a reply. Each copy has a sender of its own, so the reply to an earlier
/// question is never taken for this one's. Callbacks run on the default loop.
/// </summary>
/// <typeparam name="T">The type of the stripe's reply.</typeparam>
/// <param name="host">The timer's node.</param>
/// <param name="message">The question.</param>
/// <param name="set">Takes the reply.</param>
/// <param name="fail">Takes the failure.</param>
internal sealed class StripeQuestion<T>(
    TimerHost host, Protocol.IStripeMessage message, Action<T> set, Action<Exception> fail)
{
    private readonly TimeSpan _deadline = host.Now + host.Settings.Client.RequestTimeout;

    /// <summary>Sends the question.</summary>
    public void Ask()
    {
        try
        {
            var left = _deadline - host.Now;
            if (left <= TimeSpan.Zero)
            {
                TimeOut();
                return;
            }

            var pause = left < host.Settings.Client.Resend ? left : host.Settings.Client.Resend;
            host.Txaio.Ask<T>(host.Stripes, message, pause).AddCallbacks(set, failure => Failed(failure.Value));
        }
        catch (Exception e)
        {
            // The default loop has ended or is full.
            fail(e);
        }
    }

    private void Failed(Exception cause)
    {
        switch (cause)
        {
            case AskTimeoutException:
                Ask();
                break;
            case AskTargetException:
                AskLater();
                break;
            case LoopTerminatedException:
                fail(cause);
                break;
            default:
                fail(new DurableTimerException(
                    host.Settings.Name,
                    $"Stripe {message.Stripe} of durable timer '{host.Settings.Name}' could not reply: {cause.Message}",
                    cause));
                break;
        }
    }

    // The stripe has just stopped, and starts again.
    private void AskLater()
    {
        try
        {
            host.Txaio.CallLater(host.Settings.Client.Resend, Ask);
        }
        catch (Exception e)
        {
            fail(e);
        }
    }

    private void TimeOut()
    {
        host.Telemetry.TimedOut();
        fail(new TimeoutException(
            $"Durable timer '{host.Settings.Name}' had no reply of stripe {message.Stripe} within "
            + $"{host.Settings.Client.RequestTimeout.TotalSeconds} s (request-timeout)."));
    }
}
