using Akka.Actor;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>An extension provider that counts the starts of its extension.</summary>
public sealed class CountingExtensionProvider : ExtensionIdProvider<CountingExtensionProvider.Extension>
{
    private static int _started;

    public static int Started => Volatile.Read(ref _started);

    public override Extension CreateExtension(ExtendedActorSystem system)
    {
        Interlocked.Increment(ref _started);
        return new Extension();
    }

    public sealed class Extension : IExtension;
}
