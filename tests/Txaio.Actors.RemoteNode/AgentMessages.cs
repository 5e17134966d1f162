using Akka.Actor;

namespace Txaio.Actors.RemoteNode;

/// <summary>Asks for the refs of the node's loop and of its batched timer. Answered with <see cref="Refs"/>.</summary>
public sealed record Introduce;

/// <summary>The refs of a node.</summary>
/// <param name="Loop">Its default loop.</param>
/// <param name="Timer">Its batched timer, of 50 ms and rounded up.</param>
public sealed record Refs(IActorRef Loop, IActorRef Timer);

/// <summary>Tells the agent to ask a loop for a promise, and to return the loop's reply.</summary>
/// <param name="Loop">The loop; null for the default one of the agent's own node.</param>
public sealed record MakePromise(IActorRef? Loop = null);

/// <summary>Has the agent tell a target a message from its node, with its own sender as the sender.</summary>
/// <param name="Target">The target.</param>
/// <param name="Message">The message.</param>
public sealed record TellTo(IActorRef Target, object Message);

/// <summary>Has the agent reject a promise with an exception that was thrown.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Message">The exception's message.</param>
public sealed record RejectThrown(IActorRef Promise, string Message);

/// <summary>Has the agent resolve a promise with an exception that was thrown as the value.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="InStatus">Whether the value is a <c>Status.Failure</c> with it.</param>
public sealed record ResolveThrown(IActorRef Promise, string Message, bool InStatus);

/// <summary>Has the agent pipe a future that was rejected with an exception that was thrown.</summary>
/// <param name="Target">The actor that is told.</param>
/// <param name="Message">The exception's message.</param>
public sealed record PipeThrown(IActorRef Target, string Message);

/// <summary>Has the agent pipe a task's result to a promise.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Value">The result of the task.</param>
public sealed record PipeTask(IActorRef Promise, int Value);

/// <summary>Asks for the square of a number: a reply to the sender.</summary>
/// <param name="Number">The number.</param>
public sealed record Square(int Number);

/// <summary>Hands over a promise of the square of a number: a reply to the promise.</summary>
/// <param name="Number">The number.</param>
/// <param name="Promise">The promise.</param>
public sealed record SquareFor(int Number, IActorRef Promise);

/// <summary>
/// Has the agent hand promises of the squares of all numbers below <paramref name="Count"/> to
/// <paramref name="Worker"/>, and reply with <see cref="SquaresDone"/> when it has them all.
/// </summary>
/// <param name="Count">How many.</param>
/// <param name="Worker">The actor that squares.</param>
public sealed record SquareAll(int Count, IActorRef Worker);

/// <summary>All squares are there.</summary>
/// <param name="Right">How many were right.</param>
/// <param name="Problem">The first that was not.</param>
public sealed record SquaresDone(int Right, string? Problem);

/// <summary>Has the agent try callbacks, an Ask and timers of its node. Answered with <see cref="Examined"/>.</summary>
public sealed record Examine;

/// <summary>Has the agent hold a batched timer for good. Answered with <see cref="Refs"/>.</summary>
/// <param name="Name">Its name in the configuration.</param>
public sealed record HoldTimer(string Name);

/// <summary>The state of a node.</summary>
/// <param name="Problem">The fault; empty when there is none.</param>
/// <param name="Stopped">The parts that the library reports as stopped.</param>
/// <param name="Memory">Managed bytes after a collection.</param>
public sealed record Examined(string Problem, string Stopped, long Memory);

/// <summary>Has the agent throw, and be restarted.</summary>
public sealed record Restart;

/// <summary>Gets no reply, but is handled.</summary>
public sealed record Ignore;

/// <summary>Asks how many calls wait on the node's loops and timers: an int to the sender.</summary>
public sealed record CountCalls;

/// <summary>Has the agent stop an actor of its own node.</summary>
/// <param name="Target">The actor.</param>
public sealed record Stop(IActorRef Target);
