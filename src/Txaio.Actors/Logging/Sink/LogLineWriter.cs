using System.Text;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.LogSinks;

/// <summary>Writes events as lines, and goes on when the output fails. Used by one thread at a time.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="clock">Says when a second has passed since the last flush.</param>
/// <param name="errors">Where a failing output is reported, once; null is standard error.</param>
internal sealed class LogLineWriter(ILogOutput output, ITimeProvider clock, TextWriter? errors)
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    // A buffer that has grown further is not kept.
    private const int KeptCapacity = 4096;

    private StringBuilder _line = new();
    private readonly LogLineTime _time = new();
    private TimeSpan _flushed = clock.MonotonicClock;
    private int _unflushed;
    private long _dropped;
    private long _droppedInARow;
    private bool _reported;

    /// <summary>Lines that could not be written; those of a flush that failed count as such.</summary>
    public long DroppedLines => Interlocked.Read(ref _dropped);

    /// <summary>How many characters the buffer between two lines holds.</summary>
    internal int BufferCapacity => _line.Capacity;

    /// <summary>Writes the line of <paramref name="e"/> and its stack trace; never throws.</summary>
    public void Write(LogEvent e)
    {
        _line.Clear();
        if (_droppedInARow > 0)
            AppendLine(e.Timestamp, $"Lines dropped because the output failed: {_droppedInARow}");
        AppendLine(e.Timestamp, LogLineText.Message(e));
        if (e.Cause is { } cause)
            CauseText.Append(_line, cause);

        try
        {
            output.Write(_line);
            _droppedInARow = 0;
            _unflushed++;
        }
        catch (Exception error)
        {
            Drop(1, error);
        }

        if (_line.Capacity > KeptCapacity)
            _line = new StringBuilder();
    }

    /// <summary>Flushes when nothing waits, and when something always waits, each second; never throws.</summary>
    public void Flush(bool isIdle)
    {
        if (_unflushed == 0 || (!isIdle && clock.MonotonicClock - _flushed < FlushInterval))
            return;

        try
        {
            output.Flush();
        }
        catch (Exception error)
        {
            Drop(_unflushed, error);
        }

        _unflushed = 0;
        _flushed = clock.MonotonicClock;
    }

    private void AppendLine(DateTime timestamp, string message)
    {
        _time.Append(_line, timestamp);
        SafeText.Append(_line.Append(' '), message, LogText.MaxLength);
        _line.Append(Environment.NewLine);
    }

    private void Drop(int lines, Exception error)
    {
        Interlocked.Add(ref _dropped, lines);
        _droppedInARow += lines;
        if (_reported)
            return;

        _reported = true;
        LogErrorOutput.Report(
            errors,
            $"the output failed, lines are dropped and counted: {error.GetType().Name}: {error.Message}");
    }
}
