using System.Runtime.CompilerServices;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Nodes;

/// <summary>
/// The nodes that sent exceptions. A future that follows a rejected future fails with the same exception, later and on
/// another thread, so the exception itself is marked. The table keeps no exception alive.
/// </summary>
internal static class FailureOrigin
{
    private static readonly ConditionalWeakTable<Exception, object> Nodes = [];

    /// <summary>
    /// Marks <paramref name="cause"/> if a message of another node makes a future fail with it now.
    /// </summary>
    public static void Mark(Exception cause)
    {
        if (KeptOutcome.Here(requestingNode: null).Node is { } node)
            Nodes.TryAdd(cause, new SendingNode(node));
    }

    /// <summary>The node that sent <paramref name="cause"/>; no node for an exception of this process.</summary>
    public static SendingNode Of(Exception cause) =>
        Nodes.TryGetValue(cause, out var node) ? (SendingNode)node : default;
}
