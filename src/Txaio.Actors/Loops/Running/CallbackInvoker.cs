namespace Txaio.Actors.Loops.Running;

/// <summary>Runs an <see cref="ICallback"/>.</summary>
internal sealed class CallbackInvoker : CallInvoker
{
    /// <summary>Runs it on the loop.</summary>
    public static readonly CallbackInvoker OnLoop = new(runsOnLoop: true, isHousekeeping: false);

    /// <summary>
    /// Runs it on the scheduler's thread or in a bucket's actor, so that a blocked loop does not delay it.
    /// </summary>
    public static readonly CallbackInvoker OffLoop = new(runsOnLoop: false, isHousekeeping: false);

    /// <summary>As <see cref="OffLoop"/>; listings of scheduled calls leave it out.</summary>
    public static readonly CallbackInvoker OffLoopUnlisted = new(runsOnLoop: false, isHousekeeping: true);

    private CallbackInvoker(bool runsOnLoop, bool isHousekeeping) =>
        (RunsOnLoop, IsHousekeeping) = (runsOnLoop, isHousekeeping);

    public override bool RunsOnLoop { get; }

    public override bool IsHousekeeping { get; }

    public override void Invoke(object callback, object? state) => ((ICallback)callback).Run(state);

    public override string Describe(object callback, object? state) => ((ICallback)callback).Describe(state);
}
