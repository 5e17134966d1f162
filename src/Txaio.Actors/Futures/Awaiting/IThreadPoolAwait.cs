namespace Txaio.Actors.Futures.Awaiting;

/// <summary>The rest of an async method that resumes on the thread pool when it is executed.</summary>
internal interface IThreadPoolAwait : IThreadPoolWorkItem
{
    /// <summary>
    /// The await that resumes after this one, or before it while the batch is being gathered. Only its
    /// <see cref="AwaitBatch"/> uses it; null outside of one.
    /// </summary>
    ref IThreadPoolAwait? NextInBatch { get; }
}
