using System.Runtime.CompilerServices;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Nodes;

/// <summary>
/// The nodes that exceptions came from. Futures that follow a rejected one fail with the same exception, later and on
/// other threads, so the exception is marked. One that is collected is forgotten.
/// </summary>
internal static class FailureOrigin
{
    private static readonly ConditionalWeakTable<Exception, object> Nodes = [];

    /// <summary>A future fails with <paramref name="cause"/>: if a message of another node says so, marks it.</summary>
    public static void Mark(Exception cause)
    {
        if (KeptOutcome.Here(maker: null).Node is { } node)
            Nodes.TryAdd(cause, new SendingNode(node));
    }

    /// <summary>The node that it came from; no node for an exception of this process.</summary>
    public static SendingNode Of(Exception cause) =>
        Nodes.TryGetValue(cause, out var node) ? (SendingNode)node : default;
}
