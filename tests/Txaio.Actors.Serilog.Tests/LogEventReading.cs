using Serilog.Events;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>Reads the properties of an event.</summary>
internal static class LogEventReading
{
    /// <summary>The scalar value of a property, or null without the property.</summary>
    public static object? Value(this LogEvent e, string name) =>
        e.Properties.TryGetValue(name, out var value) ? Assert.IsType<ScalarValue>(value).Value : null;

    /// <summary>The value of a property as text, or an empty text without the property.</summary>
    public static string Text(this LogEvent e, string name) => e.Value(name) as string ?? "";
}
