using Akka.Actor;

namespace Txaio.Actors.RemoteNode;

/// <summary>
/// Requests the refs of the node's loop and batched timer. The agent replies with <see cref="Refs"/>.
/// </summary>
public sealed record Introduce;

/// <summary>The refs of a node.</summary>
/// <param name="Loop">The default loop of the node.</param>
/// <param name="Timer">A batched timer of the node, with a bucket of 50 ms and rounding up.</param>
public sealed record Refs(IActorRef Loop, IActorRef Timer);

/// <summary>Makes the agent request a promise from a loop, and return the loop's reply.</summary>
/// <param name="Loop">The loop, or null for the default loop of the agent's node.</param>
public sealed record MakePromise(IActorRef? Loop = null);

/// <summary>Makes the agent tell a target a message, with the sender of this message as the sender.</summary>
/// <param name="Target">The target.</param>
/// <param name="Message">The message.</param>
public sealed record TellTo(IActorRef Target, object Message);

/// <summary>Makes the agent reject a promise with an exception that was thrown.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Message">The exception's message.</param>
public sealed record RejectThrown(IActorRef Promise, string Message);

/// <summary>Makes the agent resolve a promise. The value is an exception that was thrown.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="InStatus">Whether the value is a <c>Status.Failure</c> with the exception.</param>
public sealed record ResolveThrown(IActorRef Promise, string Message, bool InStatus);

/// <summary>Makes the agent pipe a future that was rejected with an exception that was thrown.</summary>
/// <param name="Target">The actor that gets the failure.</param>
/// <param name="Message">The exception's message.</param>
public sealed record PipeThrown(IActorRef Target, string Message);

/// <summary>Makes the agent pipe a task's result to a promise.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Value">The result of the task.</param>
public sealed record PipeTask(IActorRef Promise, int Value);

/// <summary>Requests the square of a number. The agent replies to the sender.</summary>
/// <param name="Number">The number.</param>
public sealed record Square(int Number);

/// <summary>Requests the square of a number. The agent replies to a promise.</summary>
/// <param name="Number">The number.</param>
/// <param name="Promise">The promise.</param>
public sealed record SquareFor(int Number, IActorRef Promise);

/// <summary>
/// Makes the agent request the squares of all numbers below <paramref name="Count"/> from <paramref name="Worker"/>,
/// with a promise for each, and reply with <see cref="SquaresDone"/> when it has all squares.
/// </summary>
/// <param name="Count">The number of squares.</param>
/// <param name="Worker">The actor that computes the squares.</param>
public sealed record SquareAll(int Count, IActorRef Worker);

/// <summary>The agent has all squares.</summary>
/// <param name="Right">The number of right squares.</param>
/// <param name="Problem">The first wrong square, or null.</param>
public sealed record SquaresDone(int Right, string? Problem);

/// <summary>
/// Makes the agent use callbacks, an Ask and timers of its node. The agent replies with <see cref="Examined"/>.
/// </summary>
public sealed record Examine;

/// <summary>Makes the agent hold a batched timer until the end. The agent replies with <see cref="Refs"/>.</summary>
/// <param name="Name">The name of the timer in the configuration.</param>
public sealed record HoldTimer(string Name);

/// <summary>The state of a node.</summary>
/// <param name="Problem">The fault, or an empty text.</param>
/// <param name="Stopped">The parts that the library reports as stopped.</param>
/// <param name="Memory">The bytes of managed memory after a collection.</param>
public sealed record Examined(string Problem, string Stopped, long Memory);

/// <summary>Makes the agent throw, and Akka restart it.</summary>
public sealed record Restart;

/// <summary>A message that the agent handles without a reply.</summary>
public sealed record Ignore;

/// <summary>Requests the number of calls that are scheduled on the node. The agent replies with an int.</summary>
public sealed record CountCalls;

/// <summary>Makes the agent stop an actor of its own node.</summary>
/// <param name="Target">The actor.</param>
public sealed record Stop(IActorRef Target);
