using System.Reflection;

namespace Txaio.Actors.LogCalls;

/// <summary>The <c>LogClass</c> of a logger that was made by name: a class with that name.</summary>
/// <remarks>
/// Akka itself uses one class for all loggers made by name. Serilog and others use the class as the event's source.
/// With one class, they could not distinguish two such loggers, or such a logger from Akka's own loggers, which
/// programs often silence.
/// </remarks>
/// <param name="name">The logger's name.</param>
internal sealed class NamedLogClass(string name) : TypeDelegator(typeof(TxaioLogger))
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string FullName => name;

    /// <inheritdoc/>
    public override string? Namespace => null;

    /// <summary>The name.</summary>
    public override string ToString() => name;

    /// <inheritdoc/>
    public override bool Equals(Type? o) => o is NamedLogClass other && other.Name == name;

    /// <inheritdoc/>
    public override bool Equals(object? o) => Equals(o as Type);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(name);
}
