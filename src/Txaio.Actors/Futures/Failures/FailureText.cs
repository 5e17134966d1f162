using System.Diagnostics;
using System.Globalization;
using System.Text;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Futures.Failures;

/// <summary>Failures as text (<c>failure_message</c>, <c>failure_format_traceback</c>). Nothing here throws.</summary>
internal static class FailureText
{
    private const int Deepest = 100;

    /// <summary><c>{exception type name}: {message}</c> on one line.</summary>
    public static string Message(object? failure)
    {
        try
        {
            return ExceptionOf(failure) is { } error
                ? $"{TypeName.Of(error.GetType())}: {MessageOf(error)}".ReplaceLineEndings(" ")
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
            if (ExceptionOf(failure) is not { } error)
                return $"Not a failure: {Named(failure)}";
            return IsNestedDeeply(error) ? OutermostOf(error) : error.ToString();
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
            // A foreign implementation of IFailedFuture.
            return e;
        }
    }

    /// <summary>
    /// The message; for an <see cref="AggregateException"/>, with the messages of its inner exceptions.
    /// </summary>
    public static string MessageOf(Exception error) =>
        error is AggregateException && IsNestedDeeply(error) ? "One or more errors occurred." : error.Message;

    /// <summary>The message, or a text that says that it cannot be read: the exception's own code makes it.</summary>
    public static string SafeMessageOf(Exception error)
    {
        try
        {
            return MessageOf(error) ?? "";
        }
        catch (Exception e)
        {
            return $"({error.GetType().Name}.Message threw {e.GetType().Name})";
        }
    }

    // .NET formats inner exceptions by recursion, and a long enough chain of them ends the process.
    private static bool IsNestedDeeply(Exception error)
    {
        var left = new Stack<(Exception Error, int Depth)>([(error, 0)]);
        while (left.TryPop(out var next))
        {
            if (next.Depth == Deepest)
                return true;
            if (next.Error is AggregateException several)
            {
                foreach (var inner in several.InnerExceptions)
                    left.Push((inner, next.Depth + 1));
            }
            else if (next.Error.InnerException is { } inner)
            {
                left.Push((inner, next.Depth + 1));
            }
        }

        return false;
    }

    private static string OutermostOf(Exception error)
    {
        var text = new StringBuilder();
        var inner = error;
        for (var depth = 0; depth < Deepest && inner is not null; depth++, inner = inner.InnerException)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{inner.GetType().FullName}: {MessageOf(inner)}")
                .AppendLine(inner.StackTrace);
        }

        return text.Append("The exceptions within these are left out.").ToString();
    }

    private static string Named(object? failure) => failure is null ? "null" : $"a {TypeName.Of(failure.GetType())}";
}
