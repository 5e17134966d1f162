using Txaio.Actors.LogCalls;
using Txaio.Actors.LogTemplates;

namespace Txaio.Actors;

/// <summary>The data of one log call, for <see cref="ITxaioLogger.Write"/>.</summary>
/// <remarks>
/// Without <see cref="Arguments"/> and <see cref="Fields"/>, <see cref="Format"/> is a text, in which braces have no
/// meaning. With arguments, it is a message template that is filled by position, and fields become properties of the
/// event. With fields alone, it is a message template that is filled by name.
/// </remarks>
public readonly struct TxaioLogEntry
{
    private readonly string? _format;

    /// <summary>The level of the event.</summary>
    public TxaioLogLevel Level { get; init; }

    /// <summary>Text or message template. Never null; empty by default.</summary>
    public string Format
    {
        get => _format ?? "";
        init => _format = value;
    }

    /// <summary>The values that fill the template by position. Never null; empty by default.</summary>
    public IReadOnlyList<object?> Arguments
    {
        get => ArgumentArray ?? (Message as TxaioLogMessage)?.Values ?? [];
        init => ArgumentArray = value as object?[] ?? [.. NotNull(value)];
    }

    /// <summary>
    /// The values that fill the template by name, or become properties of the event. Never null; empty by default.
    /// </summary>
    public IReadOnlyList<(string Name, object? Value)> Fields
    {
        get => FieldArray ?? [];
        init => FieldArray = value as (string Name, object? Value)[] ?? [.. NotNull(value)];
    }

    /// <summary>The category, or null. The template of a known category replaces <see cref="Format"/>.</summary>
    public LogCategory? Category
    {
        get => CategoryId is { } id ? new LogCategory(id) : null;
        init => CategoryId = value?.Id;
    }

    /// <summary>The exception behind the event, or null.</summary>
    public Exception? Cause { get; init; }

    /// <summary>The id of <see cref="Category"/>; cheaper to read.</summary>
    internal string? CategoryId { get; init; }

    /// <summary>
    /// The event's complete message, which the log call made: a plain text, an interpolated string, or a template with
    /// one value for each of up to three holes. Null: <see cref="LogBinder"/> makes the message.
    /// </summary>
    internal object? Message { get; init; }

    /// <summary>The arguments, or null. An array, because calls through an array's interfaces are slow.</summary>
    internal object?[]? ArgumentArray { get; init; }

    /// <summary>The fields, or null.</summary>
    internal (string Name, object? Value)[]? FieldArray { get; init; }

    private static IReadOnlyList<T> NotNull<T>(IReadOnlyList<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
