using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using Txaio.Actors.Futures.Failures;

namespace Txaio.Actors;

/// <summary>The outcome of a gathered future: a value or a failure.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
[StructLayout(LayoutKind.Auto)]
public readonly struct Outcome<T>
{
    private readonly T _value;
    private readonly Exception? _error;

    internal Outcome(T value) => _value = value;

    internal Outcome(Exception error)
    {
        _value = default!;
        _error = error;
    }

    /// <summary>Whether the outcome is a value.</summary>
    public bool IsSuccess => _error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The outcome is a failure, which is the inner exception.</exception>
    public T Value => _error is null
        ? _value
        : throw new InvalidOperationException(
            $"The future failed and has no value: {FailureText.MessageOf(_error)}", _error);

    /// <summary>The failure; null when the outcome is a value.</summary>
    public IFailedFuture? Failure => _error is null ? null : new FailedFuture(_error);

    /// <summary>Returns the value, if the outcome is a value.</summary>
    /// <param name="value">The value, or the type's default.</param>
    /// <returns>Whether the outcome is a value.</returns>
    public bool TryGetValue([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return _error is null;
    }

    /// <summary>The value or the failure, for debuggers and logs.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _error is null
        ? Convert.ToString(_value, CultureInfo.InvariantCulture) ?? ""
        : $"{_error.GetType().Name}: {FailureText.MessageOf(_error)}";
}
