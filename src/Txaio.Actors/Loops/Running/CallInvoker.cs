using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Akka.Actor;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Loops.Running;

/// <summary>
/// A shared object that runs callbacks of one kind with their state. With it, an entry of the run queue or a slot of a
/// bucket holds any delegate beside its state, and the caller allocates no closure.
/// </summary>
internal abstract class CallInvoker
{
    // Writers hold TableLock and replace the whole table, so readers need no lock. The table grows by one entry for
    // each kind of callback, in practice for each TState that is a value type, and never shrinks.
    private static readonly object TableLock = new();
    private static CallInvoker[] _table = [];

    protected CallInvoker()
    {
        lock (TableLock)
        {
            Id = _table.Length;
            Volatile.Write(ref _table, [.. _table, this]);
        }
    }

    /// <summary>This invoker's index in the table. A 24-byte slot holds it in place of a reference.</summary>
    public int Id { get; }

    /// <summary>
    /// Whether the call has to run on a loop. Other calls run on the scheduler's thread or in the actor of their
    /// bucket.
    /// </summary>
    public virtual bool RunsOnLoop => true;

    /// <summary>The actor that the call tells a message; null when it tells none.</summary>
    public virtual IActorRef? TargetOf(object callback) => null;

    /// <summary>
    /// Whether the call serves the library itself. Listings of scheduled calls leave it out.
    /// </summary>
    public virtual bool IsHousekeeping => false;

    /// <summary>The invoker with the given <see cref="Id"/>.</summary>
    public static CallInvoker WithId(int id) => Volatile.Read(ref _table)[id];

    /// <summary>Runs the callback. The caller handles its exceptions.</summary>
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

/// <summary>The invokers that run an <see cref="Action{T}"/> with its state.</summary>
internal static class StateInvoker
{
    /// <summary>Returns the shared invoker of all reference types, or the invoker of the value type.</summary>
    public static CallInvoker For<TState>() =>
        typeof(TState).IsValueType ? ValueInvoker<TState>.Instance : ReferenceInvoker.Instance;

    /// <summary>Makes a closure of the callback and its state, for callees that take no state.</summary>
    public static Action Close<TState>(Action<TState> callback, TState state) => () => callback(state);

    /// <summary>
    /// For states that are objects. The runtime invokes delegates of all reference types alike, and the type parameter
    /// of the method that queued the call guarantees that the state has the callback's type. To check that type again
    /// would cost half as much as the call.
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

/// <summary>Runs callbacks that were posted to a loop's synchronization context.</summary>
internal sealed class SendOrPostInvoker : CallInvoker
{
    public static readonly SendOrPostInvoker Instance = new();

    public override void Invoke(object callback, object? state) => ((SendOrPostCallback)callback)(state);

    /// <remarks>
    /// .NET posts the rest of an async method with a callback of its own. The state shows the user's method then.
    /// </remarks>
    public override string Describe(object callback, object? state) => state switch
    {
        Action continuation => CallbackName.Of(continuation),
        ExceptionDispatchInfo => "async void method",
        _ => AsyncMethodName.Behind(callback) ?? AsyncMethodName.Behind(state) ?? CallbackName.Of(callback),
    };
}
