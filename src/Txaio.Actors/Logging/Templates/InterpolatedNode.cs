using System.Runtime.CompilerServices;

namespace Txaio.Actors.LogTemplates;

/// <summary>
/// A node of the tree that leads from the parts of an interpolated string to its template. The parts are literals of
/// the program, the same objects on each call, so that a call finds its template by comparing references.
/// </summary>
/// <remarks>
/// The tree only grows, up to <see cref="MaxNodes"/> nodes. Later nodes work, but are not kept. Only a program that
/// calls the handlers itself, without the compiler, reaches this limit.
/// </remarks>
internal sealed class InterpolatedNode
{
    /// <summary>How many nodes are kept.</summary>
    internal const int MaxNodes = 1 << 15;

    private const int Roots = 512;

    private static readonly InterpolatedNode?[] First = new InterpolatedNode?[Roots];
    private static int _count;

    // The child added last, the head of a list linked by _sibling. A caller sets _sibling before it publishes the node
    // here by compare-and-swap; other callers read a complete list without a lock.
    private InterpolatedNode? _child;
    private InterpolatedNode? _sibling;
    private LogTemplate? _template;

    private InterpolatedNode(InterpolatedNode? parent, string part, bool isHole, int alignment, string? format)
    {
        Parent = parent;
        Part = part;
        IsHole = isHole;
        Alignment = alignment;
        Format = format;
        Holes = (parent?.Holes ?? 0) + (isHole ? 1 : 0);
    }

    /// <summary>The node of the part before, or null.</summary>
    public InterpolatedNode? Parent { get; }

    /// <summary>Text, or the expression in a hole.</summary>
    public string Part { get; }

    /// <summary>Whether the part is a hole.</summary>
    public bool IsHole { get; }

    /// <summary>The hole's alignment, or 0.</summary>
    public int Alignment { get; }

    /// <summary>The hole's format, or null.</summary>
    public string? Format { get; }

    /// <summary>The number of holes up to this node, including this node.</summary>
    public int Holes { get; }

    /// <summary>The template of the parts up to this node.</summary>
    public LogTemplate Template => _template ??= InterpolatedTemplate.Build(this);

    /// <summary>How many nodes of all templates are kept.</summary>
    internal static int Count => Volatile.Read(ref _count);

    /// <summary>Finds or adds the child of <paramref name="parent"/> for a part. A null parent is the root.</summary>
    public static InterpolatedNode Next(
        InterpolatedNode? parent, string part, bool isHole, int alignment = 0, string? format = null)
    {
        ref var children = ref parent is null
            ? ref First[RuntimeHelpers.GetHashCode(part) & (Roots - 1)]
            : ref parent._child;
        for (var node = Volatile.Read(ref children); node is not null; node = node._sibling)
        {
            if (ReferenceEquals(node.Part, part) && node.IsHole == isHole
                && node.Alignment == alignment && ReferenceEquals(node.Format, format))
            {
                return node;
            }
        }

        return Add(ref children, new InterpolatedNode(parent, part, isHole, alignment, format));
    }

    // Two callers at once may both add a node for one part. Both nodes work; later calls find the last.
    private static InterpolatedNode Add(ref InterpolatedNode? children, InterpolatedNode node)
    {
        if (Volatile.Read(ref _count) >= MaxNodes)
            return node;

        Interlocked.Increment(ref _count);
        do
        {
            node._sibling = Volatile.Read(ref children);
        }
        while (Interlocked.CompareExchange(ref children, node, node._sibling) != node._sibling);
        return node;
    }
}
