using Akka.Actor.Setup;
using Akka.Hosting;

namespace Txaio.Actors.Hosting;

/// <summary>The keys under which loops are put into the actor registry, on their way to the actor system.</summary>
internal sealed class LoopKeys : Setup
{
    private readonly List<(Type Key, string Loop)> _all = [];

    /// <summary>All that were given.</summary>
    public IReadOnlyList<(Type Key, string Loop)> All => _all;

    /// <summary>Adds keys to those of <paramref name="builder"/>; an actor system takes one setup of a type.</summary>
    public static void Add(AkkaConfigurationBuilder builder, IEnumerable<(Type Key, string Loop)> keys)
    {
        var setup = builder.Setups.OfType<LoopKeys>().FirstOrDefault();
        if (setup is null)
            builder.AddSetup(setup = new LoopKeys());
        setup._all.AddRange(keys);
    }
}
