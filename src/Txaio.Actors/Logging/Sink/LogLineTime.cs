using System.Globalization;
using System.Text;

namespace Txaio.Actors.LogSinks;

/// <summary>The time at the start of a line, <c>2016-01-21T01:02:03+0100</c>: local time and its offset.</summary>
/// <remarks>The text is made once a second and shared by the lines of that second.</remarks>
internal sealed class LogLineTime
{
    private long _second = -1;
    private string _text = "";

    /// <summary>Appends the time.</summary>
    /// <param name="line">The line.</param>
    /// <param name="timestamp">The event's time, in UTC.</param>
    public void Append(StringBuilder line, DateTime timestamp)
    {
        var second = timestamp.Ticks / TimeSpan.TicksPerSecond;
        if (second != _second)
        {
            _second = second;
            _text = Text(new DateTimeOffset(DateTime.SpecifyKind(timestamp, DateTimeKind.Utc)).ToLocalTime());
        }

        line.Append(_text);
    }

    /// <summary>The text for a local time.</summary>
    internal static string Text(DateTimeOffset local) =>
        local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
        + (local.Offset < TimeSpan.Zero ? "-" : "+")
        + local.Offset.ToString("hhmm", CultureInfo.InvariantCulture);
}
