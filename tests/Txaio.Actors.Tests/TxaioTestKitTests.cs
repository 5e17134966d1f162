using Akka.Actor;
using Akka.Event;
using Xunit.Sdk;

namespace Txaio.Actors.Tests;

/// <summary>Tests of <see cref="TxaioTestKit"/>, the base class of tests in real time.</summary>
public sealed class TxaioTestKitTests() : TxaioTestKit("akka.test.filter-leeway = 7s")
{
    [Fact]
    public void Config_of_the_test_wins_over_the_defaults()
    {
        Assert.Equal(TimeSpan.FromSeconds(7), TestKitSettings.TestEventFilterLeeway);
        Assert.Equal(TimeSpan.FromSeconds(20), TestKitSettings.SingleExpectDefault);
    }

    [Fact]
    public void Messages_are_serialized_on_their_way() =>
        Assert.True(Sys.Settings.SerializeAllMessages);

    [Fact]
    public void EventFilter_sees_log_events_of_the_system() =>
        EventFilter.Info("hello").ExpectOne(() => Sys.Log.Info("hello"));

    /// <summary>The loop reports the exception and goes on, so the test itself does not see it.</summary>
    [Fact]
    public void Assertion_in_a_callback_fails_the_test_at_its_end()
    {
        var kit = new Kit();

        kit.AssertInCallback(isTrue: true);
        kit.AssertInCallback(isTrue: false);

        Assert.Contains(nameof(Kit.AssertInCallback), Assert.Throws<XunitException>(kit.Dispose).Message);
    }

    [Fact]
    public void Dispose_ends_the_system()
    {
        Dispose();

        Assert.True(Sys.WhenTerminated.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => Sys.ActorOf(Props.Empty));
    }

    private sealed class Kit : VirtualTestKit
    {
        public void AssertInCallback(bool isTrue)
        {
            Sys.Txaio().Loop.CallSoon(() => Assert.True(isTrue));
            Time.RunUntilIdle();
        }
    }
}
