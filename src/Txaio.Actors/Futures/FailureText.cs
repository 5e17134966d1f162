using System.Diagnostics;

namespace Txaio.Actors;

/// <summary>Failures as text (<c>failure_message</c>, <c>failure_format_traceback</c>). Nothing here throws.</summary>
internal static class FailureText
{
    /// <summary><c>{exception type name}: {message}</c> on one line.</summary>
    public static string Message(object? failure)
    {
        try
        {
            return ExceptionOf(failure) is { } error
                ? $"{TypeName.Of(error.GetType())}: {error.Message}".ReplaceLineEndings(" ")
                : $"Not a failure: {Named(failure)}";
        }
        catch (Exception e)
        {
            return $"Failed to produce a message for {Named(failure)}: {e.GetType().Name}";
        }
    }

    /// <summary>The stack trace, or null where there is none.</summary>
    public static StackTrace? Traceback(object? failure)
    {
        try
        {
            return ExceptionOf(failure) is { StackTrace: not null } error
                ? new StackTrace(error, fNeedFileInfo: true)
                : null;
        }
        catch (Exception)
        {
            // An exception whose StackTrace throws.
            return null;
        }
    }

    /// <summary>The full text, with the stack trace and the inner exceptions.</summary>
    public static string FormatTraceback(object? failure)
    {
        try
        {
            return ExceptionOf(failure)?.ToString() ?? $"Not a failure: {Named(failure)}";
        }
        catch (Exception e)
        {
            return $"Failed to format the traceback of {Named(failure)}: {e.GetType().Name}";
        }
    }

    private static Exception? ExceptionOf(object? failure)
    {
        try
        {
            return failure is IFailedFuture failed ? failed.Value : failure as Exception;
        }
        catch (Exception e)
        {
            // An IFailedFuture of somebody else's making.
            return e;
        }
    }

    private static string Named(object? failure) => failure is null ? "null" : $"a {TypeName.Of(failure.GetType())}";
}
