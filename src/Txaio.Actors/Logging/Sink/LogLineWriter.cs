using System.Text;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Loggers;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogSinks;

/// <summary>Writes events as lines. Continues after the output has failed. One thread at a time may use it.</summary>
/// <param name="output">The output of the lines.</param>
/// <param name="clock">The clock that measures the second between two flushes.</param>
/// <param name="errors">
/// The output for the report that <paramref name="output"/> failed. Written once. Null: standard error.
/// </param>
internal sealed class LogLineWriter(ILogOutput output, ITimeProvider clock, TextWriter? errors)
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    // A buffer that has grown beyond this is replaced.
    private const int KeptCapacity = 4096;

    private StringBuilder _line = new();
    private readonly LogLineTime _time = new();
    private TimeSpan _flushed = clock.MonotonicClock;
    private int _unflushed;
    private long _dropped;
    private long _droppedInARow;
    // Dropped lines that a line has told, which may be lost itself until it is flushed.
    private long _droppedAsTold;
    private bool _reported;

    /// <summary>The number of lines that were not written, including the lines of failed flushes.</summary>
    public long DroppedLines => Interlocked.Read(ref _dropped);

    /// <summary>The capacity of the buffer that is kept between two lines.</summary>
    internal int BufferCapacity => _line.Capacity;

    /// <summary>Writes the line of <paramref name="e"/> and its stack trace; never throws.</summary>
    /// <param name="e">The event.</param>
    /// <param name="context">The end of the line: the properties of the event's logger.</param>
    public void Write(LogEvent e, string? context = null)
    {
        _line.Clear();
        if (_droppedInARow > 0)
            AppendLine(e.Timestamp, $"Lines dropped because the output failed: {_droppedInARow}");
        AppendLine(e.Timestamp, LogLineText.Message(e), context);
        if (e.Cause is { } cause)
            CauseText.Append(_line, cause);

        try
        {
            output.Write(_line);
            _droppedAsTold += _droppedInARow;
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

    /// <summary>Flushes when no event waits, and each second while events wait; never throws.</summary>
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
            _droppedInARow += _droppedAsTold;
            Drop(_unflushed, error);
        }

        _droppedAsTold = 0;
        _unflushed = 0;
        _flushed = clock.MonotonicClock;
    }

    private void AppendLine(DateTime timestamp, string message, string? context = null)
    {
        _time.Append(_line, timestamp);
        SafeText.Append(_line.Append(' '), message, LogText.MaxLength);
        if (!string.IsNullOrEmpty(context))
            SafeText.Append(_line.Append(' '), context, LogText.MaxLength);
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
