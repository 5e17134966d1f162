namespace Txaio.Actors.Threading;

/// <content>Stops threads at the stress points. The seed decides how often and for how long.</content>
internal static partial class StressPoint
{
    private const int ShortPauses = 16;
    private const int LongPauses = 512;
    private const int LongestSpin = 4_000;

    private static int _seed;
    private static int _threads;
    private static long _pauses;

    [ThreadStatic]
    private static Random? _random;

    /// <summary>The number of times that a thread has been stopped.</summary>
    public static long Pauses => Interlocked.Read(ref _pauses);

    /// <summary>Sets the seed. Threads that have already been at a stress point keep their sequence.</summary>
    public static void Use(int seed) => _seed = seed;

    static partial void Pause()
    {
        var random = _random ??= new Random(_seed + Interlocked.Increment(ref _threads));
        var drawn = random.Next(LongPauses);
        if (drawn >= LongPauses / ShortPauses)
            return;
        Interlocked.Increment(ref _pauses);
        // A sleep gives the processor away for a millisecond or more, as happens on a busy machine.
        if (drawn == 0)
            Thread.Sleep(1);
        else if (drawn % 2 == 0)
            Thread.Yield();
        else
            Thread.SpinWait(random.Next(LongestSpin));
    }
}
