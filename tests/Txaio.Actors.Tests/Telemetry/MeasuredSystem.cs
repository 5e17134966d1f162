using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.TestKit;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Telemetry;

/// <summary>
/// An actor system in virtual time with a unique name. The library has one meter for the process, which measures all
/// systems, so the tests find their own figures by this name.
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
