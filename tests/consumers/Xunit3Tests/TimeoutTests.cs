using Txaio.Actors;
using Txaio.Actors.TestKit;
using Xunit;

namespace Xunit3Tests;

/// <summary>The test kit needs no test framework, so it works with xunit v3 too.</summary>
public sealed class TimeoutTests
{
    [Fact]
    public void Call_is_made_after_an_hour()
    {
        using var time = VirtualTime.Create();
        var calls = 0;
        time.Txaio.CallLater(TimeSpan.FromHours(1), () => calls++);

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, calls);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, calls);
        time.ExpectNothingPending();
    }

    [Fact]
    public void Loop_is_replaced()
    {
        using var time = VirtualTime.Create();
        using var loop = time.System.ReplaceLoop();
        var calls = 0;
        time.System.Txaio().CallLater(TimeSpan.FromSeconds(1), () => calls++);
        loop.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, calls);
    }
}
