using Akka.Actor.Setup;
using Akka.Hosting;

namespace Txaio.Actors.Hosting;

/// <summary>The keys under which the actor system puts loops into the actor registry.</summary>
internal sealed class LoopKeys : Setup
{
    private readonly List<(Type Key, string Loop)> _all = [];

    /// <summary>All keys, each with the name of its loop.</summary>
    public IReadOnlyList<(Type Key, string Loop)> All => _all;

    /// <summary>
    /// Adds keys to the builder's one setup of this type: an actor system accepts only one setup of each type.
    /// </summary>
    public static void Add(AkkaConfigurationBuilder builder, IEnumerable<(Type Key, string Loop)> keys)
    {
        var setup = builder.Setups.OfType<LoopKeys>().FirstOrDefault();
        if (setup is null)
            builder.AddSetup(setup = new LoopKeys());
        setup._all.AddRange(keys);
    }
}
