using Serilog.Events;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>Reads the properties of an event.</summary>
internal static class LogEventReading
{
    /// <summary>The plain value of a property; null if there is none.</summary>
    public static object? Value(this LogEvent e, string name) =>
        e.Properties.TryGetValue(name, out var value) ? Assert.IsType<ScalarValue>(value).Value : null;

    /// <summary>The value as text, empty if there is none.</summary>
    public static string Text(this LogEvent e, string name) => e.Value(name) as string ?? "";
}
