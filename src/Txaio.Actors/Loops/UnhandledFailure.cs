using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// An exception that no code of the user's handled, published on the actor system's event stream beside the
/// error that is logged with it.
/// </summary>
/// <remarks>
/// Callbacks without an errback, errbacks, cancellers, delayed calls, async void callbacks and rejected futures
/// that no code observed are all reported by it. Subscribe with
/// <c>system.EventStream.Subscribe(actor, typeof(UnhandledFailure))</c>.
/// </remarks>
/// <param name="Loop">The name of the loop it happened on; null when none took part.</param>
/// <param name="Origin">What failed, in words, with the name of the callback where there is one.</param>
/// <param name="Cause">The exception, with its stack trace.</param>
public sealed record UnhandledFailure(string? Loop, string Origin, Exception Cause)
    : INoSerializationVerificationNeeded;
