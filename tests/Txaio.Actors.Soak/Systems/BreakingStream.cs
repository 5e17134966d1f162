using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Txaio.Actors.Soak.Systems;

/// <summary>
/// A stream that fails when a test says so. Lines count as written once they have been flushed, as with a file: a flush
/// that fails loses the lines since the last one. The log's writer writes; other threads read the counts.
/// </summary>
internal sealed partial class BreakingStream : Stream
{
    private readonly List<string> _unflushed = [];
    private volatile Action<int>? _written;
    private volatile Breaks _breaks;
    private long _dropped;

    /// <summary>The parts of the stream that fail.</summary>
    public enum Breaks
    {
        Nothing,
        Writes,
        Flushes,
    }

    /// <summary>The sum of the dropped lines that the lines tell.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Breaks or heals the stream.</summary>
    public Breaks Fails
    {
        set => _breaks = value;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The text that a log call writes for the line of a number.</summary>
    public static string TextOf(int number) => string.Create(CultureInfo.InvariantCulture, $"soak-line <{number}>");

    /// <summary>Begins to count anew.</summary>
    /// <param name="written">Gets the number of each line that was flushed.</param>
    public void Begin(Action<int> written)
    {
        Interlocked.Exchange(ref _dropped, 0);
        _written = written;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_breaks == Breaks.Writes)
            throw new IOException("injected: a write fails");
        _unflushed.Add(Encoding.UTF8.GetString(buffer, offset, count));
    }

    public override void Flush()
    {
        if (_breaks == Breaks.Flushes)
        {
            _unflushed.Clear();
            throw new IOException("injected: a flush fails");
        }

        foreach (var text in _unflushed)
        {
            foreach (Match line in Line().Matches(text))
                _written?.Invoke(Number(line));
            foreach (Match dropped in DroppedLines().Matches(text))
                Interlocked.Add(ref _dropped, Number(dropped));
        }

        _unflushed.Clear();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static int Number(Match match) => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("soak-line <([0-9]+)>")]
    private static partial Regex Line();

    [GeneratedRegex("Lines dropped because the output failed: ([0-9]+)")]
    private static partial Regex DroppedLines();
}
