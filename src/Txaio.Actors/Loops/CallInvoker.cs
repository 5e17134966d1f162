using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// How a callback and its state are run, as a shared object. With it a run queue's entry and a bucket's slot
/// hold any delegate beside its state, and nobody allocates a closure.
/// </summary>
internal abstract class CallInvoker
{
    // Grows by one per kind of callback (per TState that is a value type in practice) and never shrinks; replaced as a
    // whole, so readers need no lock. Writers hold TableLock.
    private static readonly Lock TableLock = new();
    private static CallInvoker[] _table = [];

    protected CallInvoker()
    {
        lock (TableLock)
        {
            Id = _table.Length;
            Volatile.Write(ref _table, [.. _table, this]);
        }
    }

    /// <summary>This invoker's place in the table: what a 24-byte slot can hold of it.</summary>
    public int Id { get; }

    /// <summary>Whether the call has to run on a loop. The others run in the actor of their bucket.</summary>
    public virtual bool RunsOnLoop => true;

    /// <summary>Whom the call tells a message; null when it tells none.</summary>
    public virtual IActorRef? TargetOf(object callback) => null;

    /// <summary>
    /// Whether the call serves the library itself: nobody who looks for what is scheduled is shown it.
    /// </summary>
    public virtual bool IsHousekeeping => false;

    /// <summary>The invoker with the given <see cref="Id"/>.</summary>
    public static CallInvoker WithId(int id) => Volatile.Read(ref _table)[id];

    /// <summary>Runs the callback. What it throws is the caller's to handle.</summary>
    public abstract void Invoke(object callback, object? state);

    /// <summary>A name for reports: by default the delegate's method.</summary>
    public virtual string Describe(object callback, object? state) => CallbackName.Of(callback);
}

/// <summary>Runs an <see cref="Action"/>.</summary>
internal sealed class ActionInvoker : CallInvoker
{
    public static readonly ActionInvoker Instance = new();

    public override void Invoke(object callback, object? state) => ((Action)callback)();
}

/// <summary>Finds what runs an <see cref="Action{T}"/> with its state.</summary>
internal static class StateInvoker
{
    /// <summary>One for all reference types, and one for each value type.</summary>
    public static CallInvoker For<TState>() =>
        typeof(TState).IsValueType ? ValueInvoker<TState>.Instance : ReferenceInvoker.Instance;

    /// <summary>The callback with its state in it, for who takes no state.</summary>
    public static Action Close<TState>(Action<TState> callback, TState state) => () => callback(state);

    /// <summary>
    /// For states that are objects. The runtime calls delegates of all reference types alike, and who schedules a
    /// callback gives it a state of its own type: to find and check that type again costs as much as half the call.
    /// </summary>
    private sealed class ReferenceInvoker : CallInvoker
    {
        public static readonly ReferenceInvoker Instance = new();

        public override void Invoke(object callback, object? state) => Unsafe.As<Action<object?>>(callback)(state);
    }

    private sealed class ValueInvoker<TState> : CallInvoker
    {
        public static readonly ValueInvoker<TState> Instance = new();

        public override void Invoke(object callback, object? state) => ((Action<TState>)callback)((TState)state!);
    }
}

/// <summary>Runs what is posted to a loop's synchronization context.</summary>
internal sealed class SendOrPostInvoker : CallInvoker
{
    public static readonly SendOrPostInvoker Instance = new();

    public override void Invoke(object callback, object? state) => ((SendOrPostCallback)callback)(state);

    /// <remarks>What .NET posts itself is known by its state: the rest of an async method, or its exception.</remarks>
    public override string Describe(object callback, object? state) => state switch
    {
        Action continuation => CallbackName.Of(continuation),
        ExceptionDispatchInfo => "async void method",
        _ => AsyncMethodName.Behind(callback) ?? AsyncMethodName.Behind(state) ?? CallbackName.Of(callback),
    };
}
