namespace Txaio.Actors.Threading;

/// <content>Where the threads are stopped. How often and for how long is drawn from the seed.</content>
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

    /// <summary>How often a thread has been stopped.</summary>
    public static long Pauses => Interlocked.Read(ref _pauses);

    /// <summary>Draws from another seed; threads that have drawn already keep their sequence.</summary>
    public static void Use(int seed) => _seed = seed;

    static partial void Pause()
    {
        var random = _random ??= new Random(_seed + Interlocked.Increment(ref _threads));
        var drawn = random.Next(LongPauses);
        if (drawn >= LongPauses / ShortPauses)
            return;
        Interlocked.Increment(ref _pauses);
        // Sleeping gives the processor away for a millisecond and more, as a busy machine does.
        if (drawn == 0)
            Thread.Sleep(1);
        else if (drawn % 2 == 0)
            Thread.Yield();
        else
            Thread.SpinWait(random.Next(LongestSpin));
    }
}
