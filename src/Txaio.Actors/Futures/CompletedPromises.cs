namespace Txaio.Actors;

/// <summary>
/// Promises that have completed and can still be found by their path, so that who subscribes late, from another node,
/// is answered. Each leaves after <paramref name="time"/>, up to a second later, and all of them when the system ends.
/// </summary>
internal sealed class CompletedPromises(TimerHost host, TimeSpan time)
{
    private readonly BatchedTimer _timer =
        BatchedTimer.WithoutLoop(host, "completed.1s", TimeSpan.FromSeconds(1), runsAtEnd: true);

    /// <summary>How many there are.</summary>
    public long Count => _timer.PendingCalls;

    /// <summary>Lets <paramref name="promise"/>, which is registered, leave later.</summary>
    /// <returns>False when it is not kept: the system ends.</returns>
    public bool TryKeep(PromiseRef promise)
    {
        if (_timer.HasEnded)
            return false;
        try
        {
            _timer.Schedule(time, Invoker.Instance, promise, null);
            return true;
        }
        catch (Exception e) when (e is LoopTerminatedException or ObjectDisposedException)
        {
            // It has ended since.
            return false;
        }
    }

    /// <summary>The system ends: all leave, and none is kept any more.</summary>
    public void Close() => _timer.TryClose();

    private sealed class Invoker : CallInvoker
    {
        public static readonly Invoker Instance = new();

        public override bool RunsOnLoop => false;

        public override bool IsHousekeeping => true;

        public override void Invoke(object callback, object? state) => ((PromiseRef)callback).Leave();

        public override string Describe(object callback, object? state) => "the end of a completed promise's path";
    }
}
