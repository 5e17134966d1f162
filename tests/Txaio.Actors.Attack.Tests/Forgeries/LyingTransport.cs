using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;

namespace Txaio.Actors.Attack.Tests.Forgeries;

/// <summary>
/// Akka's transport over TCP, with a lie: the address of this node, which a node tells each node to which it connects,
/// has a protocol that no other node has.
/// </summary>
public sealed class LyingTransport : Transport
{
    /// <summary>The settings of a node that lies.</summary>
    public static readonly string Hocon =
        $"akka.remote.dot-netty.tcp.transport-class = \"{typeof(LyingTransport).AssemblyQualifiedName}\"";

    private readonly Transport _transport;

    /// <summary>Called by Akka.</summary>
    /// <param name="system">The node.</param>
    /// <param name="config">The transport's settings.</param>
    public LyingTransport(ActorSystem system, Config config)
    {
        // The class is internal in Akka.
        var type = typeof(Transport).Assembly.GetType("Akka.Remote.Transport.DotNetty.TcpTransport")!;
        _transport = (Transport)Activator.CreateInstance(type, system, config)!;
        (System, Config) = (system, config);
        (SchemeIdentifier, MaximumPayloadBytes) = (_transport.SchemeIdentifier, _transport.MaximumPayloadBytes);
    }

    /// <inheritdoc/>
    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        var (address, listener) = await _transport.Listen();
        return (address.WithProtocol("other"), listener);
    }

    /// <inheritdoc/>
    public override bool IsResponsibleFor(Address remote) => true;

    /// <inheritdoc/>
    public override Task<AssociationHandle> Associate(Address remoteAddress) => _transport.Associate(remoteAddress);

    /// <inheritdoc/>
    public override Task<bool> Shutdown() => _transport.Shutdown();
}
