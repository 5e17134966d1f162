using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// An exception that no user code handled. It is published on the actor system's event stream, and logged as an error.
/// </summary>
/// <remarks>
/// This event reports the exceptions of callbacks, errbacks, cancellers, delayed calls and async void callbacks, and
/// the exceptions of rejected futures that no code observed. Subscribe with <c>system.EventStream.Subscribe(actor,
/// typeof(UnhandledFailure))</c>.
/// </remarks>
/// <param name="Loop">The name of the loop on which the code failed; null when no loop took part.</param>
/// <param name="Origin">The code that failed, in words, with the name of the callback where there is one.</param>
/// <param name="Cause">The exception, with its stack trace.</param>
public sealed record UnhandledFailure(string? Loop, string Origin, Exception Cause)
    : INoSerializationVerificationNeeded;
