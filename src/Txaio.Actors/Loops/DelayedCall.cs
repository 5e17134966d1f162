using System.Diagnostics;
using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors;

/// <summary>
/// The handle of a scheduled call: 16 bytes that name the call's slot, and the use of that slot for this call.
/// </summary>
/// <remarks>
/// Copies of a handle mean the same call. <c>default(DelayedCall)</c> means no call: cancelling or resetting it does
/// nothing. A handle is inactive once its call has run or was cancelled, or its loop has ended. A handle never means a
/// later call.
/// </remarks>
[DebuggerDisplay("{Display,nq}")]
public readonly struct DelayedCall : IDelayedCall, IEquatable<DelayedCall>
{
    private readonly DelayedCallSource? _source;
    private readonly int _slot;
    private readonly int _generation;

    internal DelayedCall(DelayedCallSource source, int slot, int generation)
    {
        _source = source;
        _slot = slot;
        _generation = generation;
    }

    internal void Deconstruct(out DelayedCallSource? source, out int slot, out int generation) =>
        (source, slot, generation) = (_source, _slot, _generation);

    private string Display => _source is null ? "no call" : IsActive ? "a pending call" : "a call that is over";

    /// <inheritdoc/>
    public bool IsActive => _source is not null && _source.IsActive(_slot, _generation);

    /// <summary>Whether two handles mean the same call.</summary>
    /// <param name="left">One handle.</param>
    /// <param name="right">The other handle.</param>
    /// <returns>True when they do.</returns>
    public static bool operator ==(DelayedCall left, DelayedCall right) => left.Equals(right);

    /// <summary>Whether two handles mean different calls.</summary>
    /// <param name="left">One handle.</param>
    /// <param name="right">The other handle.</param>
    /// <returns>True when they do.</returns>
    public static bool operator !=(DelayedCall left, DelayedCall right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Cancel() => _source is not null && _source.Cancel(_slot, _generation);

    /// <inheritdoc/>
    public bool Reset(TimeSpan delay)
    {
        Delays.ThrowIfTooLong(delay);
        return _source is not null && _source.Reset(_slot, _generation, delay);
    }

    /// <inheritdoc/>
    public bool Equals(DelayedCall other) =>
        ReferenceEquals(_source, other._source) && _slot == other._slot && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DelayedCall other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_source, _slot, _generation);
}
