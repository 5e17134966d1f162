using Akka.Actor;
using Txaio.Actors.Scheduling.Sleeping;

namespace Txaio.Actors;

/// <content>
/// The methods of Akka's <c>SchedulerExtensions</c> that return a cancelable. On a variable of this class the compiler
/// takes these: one object for a call instead of five.
/// </content>
public sealed partial class SleepingScheduler
{
    /// <summary>Tells a message once. Any thread.</summary>
    /// <param name="delay">The delay; zero or more.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">The sender; <see cref="ActorRefs.NoSender"/> for none.</param>
    /// <returns>Cancels the call, until the message has been told. Need not be disposed of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    /// <exception cref="SchedulerException">The scheduler has shut down.</exception>
    public ICancelable ScheduleTellOnceCancelable(
        TimeSpan delay, ICanTell receiver, object message, IActorRef? sender)
    {
        CheckDelay(delay, nameof(delay));
        return AddCancelable(Tell(TimeSpan.Zero, receiver, message, sender), delay);
    }

    /// <inheritdoc cref="ScheduleTellOnceCancelable(TimeSpan, ICanTell, object, IActorRef?)" />
    /// <param name="millisecondsDelay">The delay in milliseconds; zero or more.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">The sender; <see cref="ActorRefs.NoSender"/> for none.</param>
    public ICancelable ScheduleTellOnceCancelable(
        int millisecondsDelay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnceCancelable(
            Delay(millisecondsDelay, nameof(millisecondsDelay)), receiver, message, sender);

    /// <summary>Tells a message again and again, at fixed times. Any thread.</summary>
    /// <param name="initialDelay">The delay before the first message; zero or more.</param>
    /// <param name="interval">The interval; more than zero.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">The sender; <see cref="ActorRefs.NoSender"/> for none.</param>
    /// <returns>Ends the repetition. Need not be disposed of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The delay is negative, or the interval is not positive.
    /// </exception>
    /// <exception cref="SchedulerException">The scheduler has shut down.</exception>
    public ICancelable ScheduleTellRepeatedlyCancelable(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender)
    {
        CheckDelay(initialDelay, nameof(initialDelay));
        CheckInterval(interval, nameof(interval));
        return AddCancelable(Tell(interval, receiver, message, sender), initialDelay);
    }

    /// <inheritdoc cref="ScheduleTellRepeatedlyCancelable(TimeSpan, TimeSpan, ICanTell, object, IActorRef?)" />
    /// <param name="initialMillisecondsDelay">The delay before the first message, in milliseconds; zero or
    /// more.</param>
    /// <param name="millisecondsInterval">The interval in milliseconds; more than zero.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">The sender; <see cref="ActorRefs.NoSender"/> for none.</param>
    public ICancelable ScheduleTellRepeatedlyCancelable(
        int initialMillisecondsDelay, int millisecondsInterval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedlyCancelable(
            Delay(initialMillisecondsDelay, nameof(initialMillisecondsDelay)),
            Interval(millisecondsInterval, nameof(millisecondsInterval)),
            receiver,
            message,
            sender);

    /// <summary>Runs an action once, on the thread pool. Any thread.</summary>
    /// <param name="delay">The delay; zero or more.</param>
    /// <param name="action">The action. Its exception is logged at error.</param>
    /// <returns>Cancels the call, until the action begins to run. Need not be disposed of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    /// <exception cref="SchedulerException">The scheduler has shut down.</exception>
    public ICancelable ScheduleOnceCancelable(TimeSpan delay, Action action)
    {
        CheckDelay(delay, nameof(delay));
        return AddCancelable(Call(TimeSpan.Zero, action), delay);
    }

    /// <inheritdoc cref="ScheduleOnceCancelable(TimeSpan, Action)" />
    /// <param name="millisecondsDelay">The delay in milliseconds; zero or more.</param>
    /// <param name="action">The action. Its exception is logged at error.</param>
    public ICancelable ScheduleOnceCancelable(int millisecondsDelay, Action action) =>
        ScheduleOnceCancelable(Delay(millisecondsDelay, nameof(millisecondsDelay)), action);

    /// <summary>Runs an action again and again, at fixed times, on the thread pool. Any thread.</summary>
    /// <param name="initialDelay">The delay before the first run; zero or more.</param>
    /// <param name="interval">The interval; more than zero.</param>
    /// <param name="action">The action. Its exception is logged at error and ends the repetition.</param>
    /// <returns>Ends the repetition. Need not be disposed of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The delay is negative, or the interval is not positive.
    /// </exception>
    /// <exception cref="SchedulerException">The scheduler has shut down.</exception>
    public ICancelable ScheduleRepeatedlyCancelable(TimeSpan initialDelay, TimeSpan interval, Action action)
    {
        CheckDelay(initialDelay, nameof(initialDelay));
        CheckInterval(interval, nameof(interval));
        return AddCancelable(Call(interval, action), initialDelay);
    }

    /// <inheritdoc cref="ScheduleRepeatedlyCancelable(TimeSpan, TimeSpan, Action)" />
    /// <param name="initialMillisecondsDelay">The delay before the first run, in milliseconds; zero or more.</param>
    /// <param name="millisecondsInterval">The interval in milliseconds; more than zero.</param>
    /// <param name="action">The action. Its exception is logged at error and ends the repetition.</param>
    public ICancelable ScheduleRepeatedlyCancelable(
        int initialMillisecondsDelay, int millisecondsInterval, Action action) =>
        ScheduleRepeatedlyCancelable(
            Delay(initialMillisecondsDelay, nameof(initialMillisecondsDelay)),
            Interval(millisecondsInterval, nameof(millisecondsInterval)),
            action);

    private static TimeSpan Delay(int milliseconds, string parameter)
    {
        var delay = TimeSpan.FromMilliseconds(milliseconds);
        CheckDelay(delay, parameter);
        return delay;
    }

    private static TimeSpan Interval(int milliseconds, string parameter)
    {
        var interval = TimeSpan.FromMilliseconds(milliseconds);
        CheckInterval(interval, parameter);
        return interval;
    }

    // The checks of Akka's base class name every parameter parameterName.
    private static void CheckDelay(TimeSpan delay, string parameter)
    {
        if (delay < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(parameter, $"Delay must be >=0. It was {delay}");
    }

    private static void CheckInterval(TimeSpan interval, string parameter)
    {
        if (interval <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(parameter, $"Interval must be >0. It was {interval}");
    }

    private ScheduledEntry AddCancelable(ScheduledEntry entry, TimeSpan delay)
    {
        _thread.Add(entry, delay);
        return entry;
    }
}
