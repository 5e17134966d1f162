using Akka.Event;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Cluster.Guarding;

/// <summary>
/// Logs what other nodes and targets can cause any number of times: the first one at once, then at most one line in ten
/// seconds, with the number of those left out. Not thread-safe.
/// </summary>
internal sealed class BoundedLog(ILoggingAdapter log, Func<TimeSpan> now)
{
    private const int Longest = 512;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private TimeSpan? _last;
    private long _leftOut;

    /// <summary>Logs a line, or counts it.</summary>
    public void Warning(string text)
    {
        var at = now();
        if (_last is { } last && at - last < Interval)
        {
            _leftOut++;
            return;
        }

        var line = OneLine(text);
        if (_leftOut > 0)
            log.Warning("{0} ({1} more like this were not logged)", line, _leftOut);
        else
            log.Warning("{0}", line);
        (_last, _leftOut) = (at, 0);
    }

    /// <summary>The text in one line of bounded length, without characters that control a terminal.</summary>
    public static string OneLine(string text) => SafeText.Of(text, Longest);
}
