using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// An Akka scheduler (<c>akka.scheduler.implementation</c>) whose time stands still until a thread moves it, such as
/// the test kit's virtual scheduler (<c>twisted.internet.task.Clock</c>).
/// </summary>
/// <remarks>
/// The loops of a system with such a scheduler run the calls of one due time before the calls of the next due time,
/// also when a callback has moved the time. Code that runs on no loop and in no actor resumes after an <c>await</c> by
/// <see cref="Resume"/>, so that the scheduler can wait for that code before it moves the time.
/// </remarks>
public interface IDrivenScheduler : IScheduler
{
    /// <summary>Whether a thread moves the time now, in the given synchronization context. Any thread.</summary>
    /// <param name="context">A synchronization context.</param>
    /// <returns>False also when no thread moves the time.</returns>
    bool IsDrivenIn(SynchronizationContext context);

    /// <summary>
    /// Resumes an async method: runs its rest once, in a synchronization context or on the thread pool, and never inside
    /// this call. Any thread.
    /// </summary>
    /// <param name="context">The context in which the method resumes; null for the thread pool.</param>
    /// <param name="rest">The rest of the method. Its text names it in errors.</param>
    void Resume(SynchronizationContext? context, IThreadPoolWorkItem rest);
}
