using System.Globalization;
using Akka.Event;

namespace Txaio.Actors.LogSinks;

/// <summary>The text of an event's message.</summary>
internal static class LogLineText
{
    /// <summary>Returns the event's message. Never throws, even if an argument's ToString throws.</summary>
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
