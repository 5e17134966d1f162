using System.Runtime.CompilerServices;
using System.Text;

namespace Txaio.Actors.Loggers;

/// <summary>
/// The text of an exception below a log line: the text of .NET, with each line indented and made safe, and cut.
/// </summary>
/// <remarks>
/// Each message is one line. Further lines are the stack trace and the marks between exceptions. If the exception's
/// class overrides <c>ToString</c>, that text is written instead, line by line.
/// </remarks>
internal sealed class CauseText
{
    /// <summary>The most characters of an exception's text.</summary>
    public const int MaxLength = 65_536;

    /// <summary>The most exceptions of one tree.</summary>
    public const int MaxExceptions = 100;

    private const string End = "   --- End of inner exception stack trace ---";

    private static readonly ConditionalWeakTable<Type, StrongBox<bool>> HasOwnText = [];

    private readonly StringBuilder _text;
    private readonly string _indent;
    private readonly int _start;
    private int _exceptions;
    private int _hidden;
    private long _missing;

    private CauseText(StringBuilder text, string indent)
    {
        _text = text;
        _indent = indent;
        _start = text.Length;
    }

    /// <summary>
    /// Appends the lines of <paramref name="cause"/>. Never throws, even if a member of the exception throws.
    /// </summary>
    public static void Append(StringBuilder to, Exception cause, string indent = "    ")
    {
        var start = to.Length;
        try
        {
            var writer = new CauseText(to, indent);
            writer.Write(cause, "");
            writer.WriteRest();
        }
        catch (Exception error)
        {
            to.Length = start;
            new CauseText(to, indent).Line($"{cause.GetType()} (could not be rendered: {error.GetType()})");
        }
    }

    /// <summary>
    /// Whether a tree has at most <see cref="MaxExceptions"/> exceptions. .NET's own text recurses without a bound.
    /// </summary>
    public static bool IsBounded(Exception cause)
    {
        var left = MaxExceptions;
        return IsBounded(cause, ref left);
    }

    /// <summary>
    /// Whether .NET's own text of a bounded tree is safe: one line for each exception, and safe lines of the stacks.
    /// May throw what a member of an exception throws.
    /// </summary>
    public static bool IsSafe(Exception cause)
    {
        for (var inner = cause; inner is not null; inner = inner.InnerException)
        {
            // The message of an AggregateException has the messages of the others.
            if (!SafeText.IsSafe(inner.GetType().ToString()) || !SafeText.IsSafe(inner.Message)
                || !AreSafeLines(ShowsItself(inner) ? inner.ToString() : inner.StackTrace))
            {
                return false;
            }

            if (inner is AggregateException several && !several.InnerExceptions.Skip(1).All(IsSafe))
                return false;
        }

        return true;
    }

    // A line of a stack begins with spaces, and so cannot be taken for a line of the log.
    private static bool AreSafeLines(string? text)
    {
        var isFirst = true;
        foreach (var line in (text ?? "").AsSpan().EnumerateLines())
        {
            if (!SafeText.IsSafe(line) || (!isFirst && line is not ([] or [' ', ..])))
                return false;
            isFirst = false;
        }

        return true;
    }

    private static bool IsBounded(Exception cause, ref int left)
    {
        for (var inner = cause; inner is not null; inner = inner.InnerException)
        {
            if (--left < 0)
                return false;
            if (inner is not AggregateException several)
                continue;
            foreach (var other in several.InnerExceptions.Skip(1))
            {
                if (!IsBounded(other, ref left))
                    return false;
            }
        }

        return true;
    }

    // Recurses at most MaxExceptions deep.
    private void Write(Exception cause, string prefix)
    {
        if (++_exceptions > MaxExceptions)
        {
            _hidden++;
            return;
        }

        if (ShowsItself(cause))
        {
            Lines(prefix + cause);
            return;
        }

        // AggregateException.Message contains the messages of all inner exceptions, so it is not read for a huge tree.
        var message = cause is AggregateException && !IsBounded(cause) ? "" : cause.Message;
        Line(string.IsNullOrEmpty(message) ? $"{prefix}{cause.GetType()}" : $"{prefix}{cause.GetType()}: {message}");
        if (cause.InnerException is { } inner)
        {
            Write(inner, " ---> ");
            Line(End);
        }

        if (cause.StackTrace is { Length: > 0 } stack)
            Lines(stack);
        if (cause is AggregateException several)
            WriteOthers(several);
    }

    private void WriteOthers(AggregateException several)
    {
        for (var i = 1; i < several.InnerExceptions.Count; i++)
        {
            if (_exceptions >= MaxExceptions)
            {
                _hidden += several.InnerExceptions.Count - i;
                return;
            }

            Write(several.InnerExceptions[i], $" ---> (Inner Exception #{i}) ");
        }
    }

    private void WriteRest()
    {
        if (_hidden > 0)
            Line($" ---> ... ({_hidden} more exceptions, and those inside of them)");
        if (_missing > 0)
            _text.Append(_indent).Append($"... ({_missing} more characters)").Append(Environment.NewLine);
    }

    private void Lines(string text)
    {
        for (var rest = text.AsSpan(); ;)
        {
            var end = rest.IndexOf('\n');
            var line = end < 0 ? rest : rest[..end];
            Line(line is [.. var before, '\r'] ? before : line);
            if (end < 0)
                return;
            rest = rest[(end + 1)..];
        }
    }

    private void Line(ReadOnlySpan<char> line)
    {
        var room = MaxLength - (_text.Length - _start);
        if (room <= 0 || _missing > 0)
        {
            _missing += line.Length;
            return;
        }

        _text.Append(_indent);
        SafeText.Append(_text, line, room);
        _text.Append(Environment.NewLine);
    }

    private static bool ShowsItself(Exception cause) =>
        HasOwnText.GetValue(cause.GetType(), static type => new StrongBox<bool>(IsOverridden(type))).Value
        && IsBounded(cause);

    private static bool IsOverridden(Type type) =>
        type.GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType is { } declaring
        && declaring != typeof(Exception) && declaring != typeof(AggregateException);
}
