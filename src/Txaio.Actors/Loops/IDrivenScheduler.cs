using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// A scheduler of Akka's (<c>akka.scheduler.implementation</c>) whose time stands still until a thread moves it, as the
/// test kit's virtual one (<c>twisted.internet.task.Clock</c>).
/// </summary>
/// <remarks>
/// The loops of a system with such a scheduler run the calls of one due time after the other, also when a callback has
/// let time pass. When code off loops resumes after an <c>await</c>, the loops have the scheduler run it, so that the
/// scheduler can wait for that code before it moves the time.
/// </remarks>
public interface IDrivenScheduler : IScheduler
{
    /// <summary>Whether the thread that moves the time now does so in this context. Any thread.</summary>
    /// <param name="context">A synchronization context.</param>
    /// <returns>False also when no thread moves the time.</returns>
    bool IsDrivenIn(SynchronizationContext context);

    /// <summary>
    /// Runs the rest of an async method once, in a synchronization context or on the thread pool, and never inside this
    /// call. Any thread.
    /// </summary>
    /// <param name="context">Where it resumes; null for the thread pool.</param>
    /// <param name="rest">What to run. Its text names it in errors.</param>
    void GoOn(SynchronizationContext? context, IThreadPoolWorkItem rest);
}
