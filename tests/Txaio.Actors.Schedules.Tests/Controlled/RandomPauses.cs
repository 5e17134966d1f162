namespace Txaio.Actors.Schedules.Tests;

/// <summary>Stops threads at the stress points at random, for the tests that Coyote does not schedule.</summary>
internal static class RandomPauses
{
    private static volatile bool _areOn;

    /// <summary>Runs the test with pauses.</summary>
    public static void During(Action test)
    {
        _areOn = true;
        try
        {
            test();
        }
        finally
        {
            _areOn = false;
        }
    }

    /// <summary>At every fourth point the thread spins, at every thirtieth it gives the processor away.</summary>
    public static void Pause()
    {
        if (!_areOn)
            return;
        var drawn = Random.Shared.Next(120);
        if (drawn < 4)
            Thread.Yield();
        else if (drawn < 30)
            Thread.SpinWait(drawn * 10);
    }
}
