using System.ComponentModel;
using System.Runtime.CompilerServices;
using Txaio.Actors.LogCalls;

namespace Txaio.Actors;

/// <summary>
/// Collects the parts of an interpolated log message, <c>log.Info($"Hopping {times} times")</c>, as a template and
/// named values. While the level is off, the holes are not evaluated and nothing is allocated.
/// </summary>
/// <remarks>
/// Made by the compiler. Not a ref struct, so that holes may await or be dynamic. A hole has the name of its expression
/// if that is a plain path (<c>times</c>; <c>obj.Prop</c> as <c>obj_Prop</c>), else by its position (<c>_0</c>,
/// <c>_1</c>); of two holes of one name the second gets a suffix (<c>times_2</c>).
/// </remarks>
/// <typeparam name="TLevel">The level of the call; see <see cref="TxaioLogLevels"/>.</typeparam>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public struct TxaioLogInterpolatedStringHandler<TLevel>
    where TLevel : struct, ITxaioLogLevel
{
    private InterpolatedCall _call;

    /// <summary>Asks the logger whether the level is on.</summary>
    /// <param name="literalLength">The length of the text between the holes; not used.</param>
    /// <param name="formattedCount">How many holes there are.</param>
    /// <param name="logger">The logger that the call is on.</param>
    /// <param name="enabled">Whether the holes are to be evaluated.</param>
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
    /// <param name="alignment">The least width, negative to the left; 0 is none.</param>
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
    /// <param name="alignment">The least width, negative to the left; 0 is none.</param>
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
