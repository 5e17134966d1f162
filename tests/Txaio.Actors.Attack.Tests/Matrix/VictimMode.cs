namespace Txaio.Actors.Attack.Tests.Matrix;

/// <summary>How a victim runs.</summary>
public enum VictimMode
{
    /// <summary>A node that accepts messages of all nodes.</summary>
    Trusted,

    /// <summary>A node in Akka's untrusted mode.</summary>
    Untrusted,

    /// <summary>The only member of a cluster.</summary>
    Clustered,
}
