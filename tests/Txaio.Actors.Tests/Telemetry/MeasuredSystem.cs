using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.TestKit;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>
/// An actor system in virtual time whose name no other has: the library's meter is the process's, and measures every
/// system in it.
/// </summary>
internal sealed class MeasuredSystem : IDisposable
{
    private static int _made;

    public MeasuredSystem(string hocon = "", string? name = null)
    {
        Name = name ?? $"measured-{Interlocked.Increment(ref _made)}";
        System = TestSystem.Start(
            ConfigurationFactory.ParseString($"{hocon}\ntxaio.testkit.pending-at-end = off")
                .WithFallback(VirtualTime.Config),
            Name);
        Time = VirtualTime.Of(System);
        Txaio = System.Txaio();
    }

    public string Name { get; }

    public ActorSystem System { get; }

    public VirtualTime Time { get; }

    public ITxaio Txaio { get; }

    public EventLoop Loop => Txaio.Loop;

    public void Dispose() => Time.Dispose();
}
