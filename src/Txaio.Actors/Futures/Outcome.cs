using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using Txaio.Actors.Futures.Failures;

namespace Txaio.Actors;

/// <summary>How one of the gathered futures ended: with a value, or with a failure.</summary>
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

    /// <summary>Whether it ended with a value.</summary>
    public bool IsSuccess => _error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It failed; the inner exception is the failure's.</exception>
    public T Value => _error is null
        ? _value
        : throw new InvalidOperationException(
            $"The future failed and has no value: {FailureText.MessageOf(_error)}", _error);

    /// <summary>The failure; null when it ended with a value.</summary>
    public IFailedFuture? Failure => _error is null ? null : new FailedFuture(_error);

    /// <summary>The value, if there is one.</summary>
    /// <param name="value">The value, or the type's default.</param>
    /// <returns>Whether there is one.</returns>
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
