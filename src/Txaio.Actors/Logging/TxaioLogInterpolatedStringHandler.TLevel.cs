using System.ComponentModel;
using System.Runtime.CompilerServices;
using Txaio.Actors.LogCalls;

namespace Txaio.Actors;

/// <summary>
/// Collects the parts of an interpolated log message, <c>log.Info($"Hopping {times} times")</c>, as a template and
/// named values. While the level is off, the holes are not evaluated and nothing is allocated.
/// </summary>
/// <remarks>
/// The compiler makes the handler. Not a ref struct, so that holes may await or be dynamic. If a hole's expression is a
/// plain path, the hole's name is the path (<c>times</c>; <c>obj_Prop</c> for <c>obj.Prop</c>); else the hole's name is
/// its position (<c>_0</c>, <c>_1</c>). The second of two holes with one name gets a suffix (<c>times_2</c>).
/// </remarks>
/// <typeparam name="TLevel">The level of the call; see <see cref="TxaioLogLevels"/>.</typeparam>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public struct TxaioLogInterpolatedStringHandler<TLevel>
    where TLevel : struct, ITxaioLogLevel
{
    private InterpolatedCall _call;

    /// <summary>Starts a message; checks whether the level is on.</summary>
    /// <param name="literalLength">The length of the text between the holes; not used.</param>
    /// <param name="formattedCount">The number of holes.</param>
    /// <param name="logger">The logger of the call.</param>
    /// <param name="enabled">True: the caller evaluates the holes.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TxaioLogInterpolatedStringHandler(
        int literalLength, int formattedCount, ITxaioLogger logger, out bool enabled)
    {
        _ = literalLength;
        enabled = LogCall.IsOn(logger, TLevel.Level);
        if (enabled)
            _call = InterpolatedCall.Start(formattedCount);
    }

    /// <summary>Appends the text between two holes.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) => _call.AppendLiteral(value);

    /// <summary>Appends a hole and its value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="alignment">The least width. Negative: to the left. 0: no alignment.</param>
    /// <param name="format">A .NET format string, or null.</param>
    /// <param name="name">The expression in the hole; the compiler gives it.</param>
    public void AppendFormatted<T>(
        T value,
        int alignment = 0,
        string? format = null,
        [CallerArgumentExpression(nameof(value))] string name = "") =>
        _call.AppendFormatted(value, alignment, format, name);

    /// <summary>Appends a hole and its characters.</summary>
    /// <param name="value">The characters, which are copied.</param>
    /// <param name="alignment">The least width. Negative: to the left. 0: no alignment.</param>
    /// <param name="format">Not used.</param>
    /// <param name="name">The expression in the hole; the compiler gives it.</param>
    public void AppendFormatted(
        ReadOnlySpan<char> value,
        int alignment = 0,
        string? format = null,
        [CallerArgumentExpression(nameof(value))] string name = "") =>
        _call.AppendFormatted(value.ToString(), alignment, format, name);

    /// <summary>Publishes the message if the level is on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void WriteTo(ITxaioLogger logger, Exception? cause = null)
    {
        if (_call.IsEnabled)
            _call.WriteTo(logger, TLevel.Level, cause);
    }
}
