using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Txaio.Actors.AttackNode.Victims;

/// <summary>
/// Prints an event of the host's log as one line of JSON, so that a test reads exactly what a provider would write.
/// </summary>
public sealed class JsonLines : ILoggerProvider
{
    /// <summary>How each line begins.</summary>
    public const string Start = "log ";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>An event as a provider gets it.</summary>
    /// <param name="Level">The level.</param>
    /// <param name="Category">The category.</param>
    /// <param name="Text">The text.</param>
    /// <param name="Exception">The type of the exception; null without one.</param>
    public sealed record Entry(string Level, string Category, string Text, string? Exception);

    private sealed class Writer(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Console.WriteLine(Start + JsonSerializer.Serialize(
                new Entry($"{logLevel}", category, formatter(state, exception), exception?.GetType().Name)));
    }
}
