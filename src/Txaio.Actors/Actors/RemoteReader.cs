using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// Whether this thread handles a message that Akka.Remote has just read from a connection. It reads and delivers in
/// an actor of its own for each connection, so the running actor tells. The message and its sender prove nothing:
/// another node chooses their contents.
/// </summary>
internal static class RemoteReader
{
    private const string NamePrefix = "endpointReader-";

    private const int LongestAddress = 128;

    /// <summary>Whether it does.</summary>
    public static bool IsRunning => ActorCell.GetCurrentSelfOrNoSender() is { } self && IsReader(self.Path);

    /// <summary>The address of the other node, as it gave it when it connected; null where there is none.</summary>
    public static string? Address =>
        ActorCell.GetCurrentSelfOrNoSender() is { } self && IsReader(self.Path) ? AddressOf(self.Path.Name) : null;

    // The parents count: an actor of the user's may have any name, but not there.
    private static bool IsReader(ActorPath path) =>
        path.Name.StartsWith(NamePrefix, StringComparison.Ordinal)
        && path.Elements is ["system", "endpointManager", ..];

    // endpointReader-{address, escaped}-{number}
    private static string AddressOf(string name)
    {
        var end = name.LastIndexOf('-');
        var address = Uri.UnescapeDataString(end > NamePrefix.Length ? name[NamePrefix.Length..end] : name);
        return address.Length <= LongestAddress ? address : address[..LongestAddress] + "...";
    }
}
