using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.LogTemplates;

/// <summary>Keeps a bounded number of parsed templates, so that log calls seldom parse.</summary>
/// <remarks>
/// Nearly all templates are string literals, the same object on each call. The first lookup compares references in a
/// table of fixed size. Templates that were made at run time are found by their text.
/// </remarks>
internal sealed class LogTemplateCache(LogTemplateKind kind)
{
    /// <summary>How many templates are kept by text. One more template empties the cache.</summary>
    internal const int Capacity = 1024;

    /// <summary>Longer templates are not kept: they are texts that were passed as templates.</summary>
    internal const int MaxLength = 1024;

    private const int Slots = 512;

    // Callers write and read without a lock: entries are immutable, and an overwritten template is found by its text.
    private readonly Entry?[] _byReference = new Entry?[Slots];
    private readonly ConcurrentDictionary<string, LogTemplate> _byText = new();
    private int _count;

    /// <summary>Templates filled by position.</summary>
    public static LogTemplateCache Positional { get; } = new(LogTemplateKind.Positional);

    /// <summary>Templates filled by name.</summary>
    public static LogTemplateCache Keyword { get; } = new(LogTemplateKind.Keyword);

    /// <summary>Texts that name <c>log_time</c>, <c>log_level</c> or <c>txaio_trace</c>.</summary>
    public static LogTemplateCache Text { get; } = new(LogTemplateKind.Text);

    /// <summary>How many templates are kept by text.</summary>
    internal int Count => _byText.Count;

    /// <summary>The parsed <paramref name="format"/>.</summary>
    public LogTemplate Get(string format)
    {
        ref var slot = ref _byReference[RuntimeHelpers.GetHashCode(format) & (Slots - 1)];
        if (slot is { } entry && ReferenceEquals(entry.Format, format))
            return entry.Template;
        if (format.Length > MaxLength)
            return LogTemplateParser.Parse(format, kind);

        var template = GetByText(format);
        slot = new Entry(format, template);
        return template;
    }

    private LogTemplate GetByText(string format)
    {
        if (_byText.TryGetValue(format, out var known))
            return known;

        var template = LogTemplateParser.Parse(format, kind);
        if (Interlocked.Increment(ref _count) > Capacity)
        {
            _byText.Clear();
            Interlocked.Exchange(ref _count, 1);
        }

        _byText[format] = template;
        return template;
    }

    private sealed record Entry(string Format, LogTemplate Template);
}
