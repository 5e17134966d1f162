using Microsoft.Extensions.Logging;

namespace Txaio.Actors.HostProcess;

/// <summary>Writes a line for each event on the logging thread, and holds no event back.</summary>
internal sealed class LineProvider : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Console.Out)
            Console.Out.WriteLine(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
