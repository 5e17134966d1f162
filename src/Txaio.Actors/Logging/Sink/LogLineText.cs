using System.Globalization;
using Akka.Event;

namespace Txaio.Actors.LogSinks;

/// <summary>The text of an event's message.</summary>
internal static class LogLineText
{
    /// <summary>The event's message. Never throws, although an argument's own code may.</summary>
    public static string Message(LogEvent e)
    {
        try
        {
            return Convert.ToString(e.Message, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception error)
        {
            var format = (e.Message as LogMessage)?.Format ?? e.Message?.GetType().Name;
            return $"{format} (could not be rendered: {error.GetType().Name})";
        }
    }
}
