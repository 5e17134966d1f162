using System.Globalization;
using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit.Scheduling;

/// <summary>A scheduled call of the virtual scheduler: its action, due time, interval and description.</summary>
internal sealed class VirtualCall
{
    private readonly Action _run;
    private readonly object _what;
    private readonly ICancelable? _cancelable;

    private VirtualCall(Action run, object what, TimeSpan? interval, ICancelable? cancelable)
    {
        _run = run;
        _what = what;
        _cancelable = cancelable;
        Interval = interval;
    }

    public TimeSpan? Interval { get; }

    /// <summary>The due time, in ticks since the start. <see cref="VirtualCalls"/> writes it under its lock.</summary>
    public long Due { get; set; }

    /// <summary>
    /// The call's number in the order of scheduling. <see cref="VirtualCalls"/> writes it under its lock.
    /// </summary>
    public long Order { get; set; }

    public bool IsCancelled => _cancelable is { IsCancellationRequested: true };

    /// <summary>
    /// Whether a dispatcher of Akka scheduled the call to end its threads. Such calls are not listed.
    /// </summary>
    public bool IsHousekeeping => _what is Delegate action && OutermostType(action) == typeof(MessageDispatcher);

    /// <summary>
    /// Whether the call wakes a loop or batched timer. Their own calls are listed one by one instead.
    /// </summary>
    public bool IsWakeUp => IsOfTxaio(_what switch
    {
        Delegate action => OutermostType(action),
        Tell tell => tell.Message.GetType(),
        _ => _what.GetType(),
    });

    public static VirtualCall Of(Action action, TimeSpan? interval, ICancelable? cancelable)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new VirtualCall(action, action, interval, cancelable);
    }

    public static VirtualCall Of(IRunnable runnable, TimeSpan? interval, ICancelable? cancelable)
    {
        ArgumentNullException.ThrowIfNull(runnable);
        return new VirtualCall(runnable.Run, runnable, interval, cancelable);
    }

    public static VirtualCall Of(
        ICanTell receiver, object message, IActorRef? sender, TimeSpan? interval, ICancelable? cancelable)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(message);
        var envelope = Wrap(receiver, message);
        return new VirtualCall(
            () => receiver.Tell(envelope, sender), new Tell(receiver, message), interval, cancelable);
    }

    public void Run() => _run();

    public string Description => Describe(_what);

    public PendingCall ToPending(DateTimeOffset due, DateTimeOffset start) =>
        new(due, Interval, Description) { Start = start };

    /// <summary>Describes a delegate by its method, other objects by ToString, or by type if ToString throws.</summary>
    public static string Describe(object what)
    {
        try
        {
            return what is Delegate action ? MethodName(action)
                : Convert.ToString(what, CultureInfo.InvariantCulture) ?? what.GetType().Name;
        }
        catch (Exception exception)
        {
            return $"{what.GetType().Name} (ToString: {exception.GetType().Name})";
        }
    }

    // Actor cells unwrap the envelope. It exempts scheduled messages from serialize-messages, as Akka's scheduler does.
    private static object Wrap(ICanTell receiver, object message) => (receiver, message) switch
    {
        (not ActorRefWithCell, _) => message,
        (_, INotInfluenceReceiveTimeout) => new QuietScheduledMessage(message),
        _ => new ScheduledMessage(message),
    };

    private static string MethodName(Delegate action)
    {
        // The compiler names a lambda in Foo "<Foo>b__0", and a local function Bar in Foo "<Foo>g__Bar|0".
        var name = action.Method.Name.Split('<', '>', '|');
        var method = name switch
        {
            ["", var outer, ['g', '_', '_', .. var local], ..] => $"{outer}.{local}",
            ["", var outer, ..] => $"{outer} (lambda)",
            _ => action.Method.Name,
        };
        return $"{OutermostType(action)?.Name}.{method}";
    }

    // The library schedules non-public types only; a user may schedule its public messages.
    private static bool IsOfTxaio(Type? type) =>
        type is { IsVisible: false } && type.Assembly == typeof(EventLoop).Assembly;

    private static Type? OutermostType(Delegate action)
    {
        var type = action.Method.DeclaringType;
        while (type?.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private sealed record Tell(ICanTell Receiver, object Message)
    {
        public override string ToString() =>
            $"Tell {(Receiver is IActorRef { } actor ? actor.Path : Receiver)} {Describe(Message)}";
    }

    private sealed record ScheduledMessage(object Message) : IScheduledTellMsg;

    private sealed record QuietScheduledMessage(object Message) : IScheduledTellMsg, INotInfluenceReceiveTimeout;
}
