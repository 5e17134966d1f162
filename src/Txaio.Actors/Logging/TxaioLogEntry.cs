namespace Txaio.Actors;

/// <summary>One log call, as it reaches <see cref="ITxaioLogger.Write"/>.</summary>
/// <remarks>
/// Without <see cref="Arguments"/> and <see cref="Fields"/>, <see cref="Format"/> is text and its braces are braces.
/// With arguments it is a message template filled by position; with fields, by name.
/// </remarks>
public readonly struct TxaioLogEntry
{
    private readonly string? _format;
    private readonly IReadOnlyList<object?>? _arguments;
    private readonly IReadOnlyList<(string Name, object? Value)>? _fields;

    /// <summary>How loud the event is.</summary>
    public TxaioLogLevel Level { get; init; }

    /// <summary>Text or message template. Never null; empty by default.</summary>
    public string Format
    {
        get => _format ?? "";
        init => _format = value;
    }

    /// <summary>What fills the template by position. Never null; empty by default.</summary>
    public IReadOnlyList<object?> Arguments
    {
        get => _arguments ?? [];
        init => _arguments = value;
    }

    /// <summary>What fills the template by name. Never null; empty by default.</summary>
    public IReadOnlyList<(string Name, object? Value)> Fields
    {
        get => _fields ?? [];
        init => _fields = value;
    }

    /// <summary>The category, whose template is used instead of <see cref="Format"/> if it is known; or null.</summary>
    public LogCategory? Category
    {
        get => CategoryId is { } id ? new LogCategory(id) : null;
        init => CategoryId = value?.Id;
    }

    /// <summary>The exception behind the event, or null.</summary>
    public Exception? Cause { get; init; }

    /// <summary>The id of <see cref="Category"/>, without the nullable around it.</summary>
    internal string? CategoryId { get; init; }

    /// <summary>The template of an interpolated string, which needs no parsing.</summary>
    internal LogTemplate? Template { get; init; }

    /// <summary>Whether there is anything to fill a template with by position.</summary>
    internal bool HasArguments => _arguments is { Count: > 0 };

    /// <summary>Whether there is anything to fill a template with by name.</summary>
    internal bool HasFields => _fields is { Count: > 0 };

    /// <summary>The arguments as an array that nobody else changes.</summary>
    internal object?[] ArgumentArray => _arguments as object?[] ?? [.. Arguments];
}
