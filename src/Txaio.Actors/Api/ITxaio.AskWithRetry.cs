using Akka.Actor;

namespace Txaio.Actors;

/// <content>Asks with retries.</content>
public partial interface ITxaio
{
    /// <summary>
    /// Asks an actor that may be out of reach for a while, such as an entity that moves to another node: asks again,
    /// with growing waits, until a reply comes.
    /// </summary>
    /// <remarks>
    /// <para>Each attempt tells the target the same message, so the target gets the message at least once: it may
    /// handle the message several times, and must allow for that. All attempts have the same sender. The first reply
    /// to any attempt completes the future, also a reply to an attempt that has timed out.</para>
    /// <para>These failures are retried: no reply within <see cref="AskRetryOptions.AttemptTimeout"/>, a target that
    /// is dead or <see cref="ActorRefs.Nobody"/>, and an exception of the function that finds the target. Other
    /// failures reject the future as in <see cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/>, unless
    /// <see cref="AskRetryOptions.RetryOn"/> says that they are retried: a failure that the actor replied, an actor
    /// that does not handle the message, an exception of the target's <c>Tell</c>. A reply of another type is never
    /// retried.</para>
    /// <para>The future fails with <see cref="AskTimeoutException"/> when <see cref="AskRetryOptions.Timeout"/> ends;
    /// the message has the number of attempts and the last failure of an attempt. After
    /// <see cref="AskRetryOptions.MaxAttempts"/> the future fails with the failure of the last attempt.</para>
    /// <para>The calling thread makes the first attempt; the loop makes the others. While the loop is blocked, there
    /// are no further attempts, and timeouts still end the future. A cancel of the future ends the attempts at once.
    /// When the loop ends, the future fails with <see cref="LoopTerminatedException"/>. Not from txaio.</para>
    /// </remarks>
    /// <typeparam name="T">The type of the reply.</typeparam>
    /// <param name="target">The actor that is asked.</param>
    /// <param name="message">The message. It is told several times, so it must not change.</param>
    /// <param name="options">When to ask again, and when to give up; by default, the defaults of the options.</param>
    /// <param name="cancellationToken">Cancels the future; the future's exception carries the token.</param>
    /// <returns>The future of the reply.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> AskWithRetry<T>(
        ICanTell target,
        object message,
        AskRetryOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="AskWithRetry{T}(ICanTell, object, AskRetryOptions, CancellationToken)"/>, and finds the target
    /// anew for each attempt.
    /// </summary>
    /// <inheritdoc cref="AskWithRetry{T}(ICanTell, object, AskRetryOptions, CancellationToken)"/>
    /// <param name="findTarget">
    /// Returns the actor to ask. The calling thread calls it for the first attempt, the loop for the others. Null,
    /// <see cref="ActorRefs.Nobody"/> and an exception are failures of the attempt, which is retried.
    /// </param>
    /// <param name="message">The message. It is told several times, so it must not change.</param>
    /// <param name="options">When to ask again, and when to give up; by default, the defaults of the options.</param>
    /// <param name="cancellationToken">Cancels the future; the future's exception carries the token.</param>
    Future<T> AskWithRetry<T>(
        Func<ICanTell?> findTarget,
        object message,
        AskRetryOptions? options = null,
        CancellationToken cancellationToken = default);
}
