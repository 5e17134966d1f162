using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>
/// The library refuses Akka.TestKit's TestScheduler, whose monotonic clocks do not move with its time.
/// </summary>
public sealed class TestSchedulerTests
{
    [Theory]
    [InlineData(typeof(TestScheduler))]
    [InlineData(typeof(OwnTestScheduler))]
    public void Start_on_the_TestScheduler_is_refused_in_one_line(Type scheduler)
    {
        using var system = ActorSystem.Create("scheduled", ConfigurationFactory.ParseString(
            $"akka.loglevel = OFF\nakka.scheduler.implementation = \"{scheduler.AssemblyQualifiedName}\""));

        var refused = Assert.Throws<ConfigurationException>(() => system.Txaio());

        Assert.StartsWith($"akka.scheduler.implementation = {scheduler.FullName}: must be a scheduler", refused.Message);
        Assert.Contains("VirtualTime.Config", refused.Message);
        Assert.DoesNotContain("\n", refused.Message);
    }

    private sealed class OwnTestScheduler(Config config, ILoggingAdapter log) : TestScheduler(config, log);
}
