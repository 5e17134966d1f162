using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>
/// An action to run once a future is completed, and a link in the future's list. It queues user code and never runs
/// user code itself.
/// </summary>
internal abstract class FutureContinuation
{
    private static readonly FutureContinuation SharedMark = new FutureContinuationMark();

    /// <summary>The continuation that was added before this one.</summary>
    public FutureContinuation? Next { get; set; }

    /// <summary>Whether several futures hold this one object, so that it has no link of its own.</summary>
    public bool IsShared => ReferenceEquals(Next, SharedMark);

    /// <summary>Runs once the future is completed, on the completing thread or on the adding thread.</summary>
    public abstract void Run(Future future);

    /// <summary>
    /// The part that completes another future or runs foreign code. Called through <see cref="Nesting"/> only.
    /// </summary>
    public virtual void RunNested(Future future) => throw new NotSupportedException($"{Describe()} has no such part.");

    /// <summary>
    /// A description for the report of a failure. Those that run foreign code say whose; a failure of the others is a
    /// fault of the library.
    /// </summary>
    public virtual string Describe() => TypeName.Of(GetType());

    /// <summary>Makes the continuation one that several futures may hold.</summary>
    protected void Share() => Next = SharedMark;
}

/// <summary>Marks the end of a list; runs nothing.</summary>
internal sealed class FutureContinuationMark : FutureContinuation
{
    public override void Run(Future future)
    {
    }
}
