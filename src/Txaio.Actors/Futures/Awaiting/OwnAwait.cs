using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors.Futures.Awaiting;

/// <summary>Stands for the await that a future keeps itself.</summary>
internal sealed class OwnAwait : FutureContinuation
{
    public static readonly OwnAwait Instance = new();

    private OwnAwait() => Share();

    public override void Run(Future future) => future.ResumeAwait();

    public override string Describe() => "an await on the thread pool";
}
