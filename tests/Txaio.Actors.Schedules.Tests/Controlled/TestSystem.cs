using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Timers.Buckets;

// The tests share the loop of TestSystem.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Txaio.Actors.Schedules.Tests;

/// <summary>
/// An actor system for the tests that need a loop. Coyote does not control its threads, so the tests give them nothing
/// to do.
/// </summary>
internal static class TestSystem
{
    public const string InlineDispatcher = "inline";

    public static ExtendedActorSystem System { get; } = (ExtendedActorSystem)ActorSystem.Create(
        "schedules",
        """
        akka { loglevel = OFF, stdout-loglevel = OFF }
        txaio.futures.keep-completed = 0s
        inline.type = "Txaio.Actors.Schedules.Tests.InlineDispatcherConfigurator, Txaio.Actors"
        """);

    public static ITxaio Txaio { get; } = System.Txaio();

    public static EventLoop Loop => Txaio.Loop;

    public static BatchedTimer Timer { get; } = (BatchedTimer)Txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1));

    /// <summary>Starts the system and runs all static constructors, outside of a schedule.</summary>
    public static void Start()
    {
        _ = Timer;
        TestLoop.Start();
        foreach (var type in typeof(TestSystem).Assembly.GetTypes().Where(static type => !type.IsGenericTypeDefinition))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
    }
}
