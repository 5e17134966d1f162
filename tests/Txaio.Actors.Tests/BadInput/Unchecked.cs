using System.Runtime.CompilerServices;

namespace Txaio.Actors.Tests.BadInput;

/// <summary>Members with one mistake each, and members without.</summary>
internal sealed class Unchecked
{
    // Inlined, it would not be the method that throws.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int NullReference(string text) => text.Length;

    public static bool TakesNull(string text) => text is null;

    public static void Undocumented() => throw new InvalidOperationException("Not now.");

    public static void UndocumentedRange(int count) => ArgumentOutOfRangeException.ThrowIfNegative(count);

    public static void TwoLines() => throw new InvalidOperationException("one\ntwo");

    public static void LongText(string text) => throw new InvalidOperationException($"{text ?? ""} is bad.");

    public static void NoParameter(int count) => throw new ArgumentException($"{count} must be more.");

    public static void NoValue(int count) => throw new ArgumentException("The count must be more.", nameof(count));

    public static void NothingAllowed(int count) => throw new ArgumentException($"Bad: {count}.", nameof(count));

    public static void Documented() => throw new InvalidOperationException("Not now.");

    public static void Range(int count) => ArgumentOutOfRangeException.ThrowIfNegative(count);

    public static void Null(string text, string? other) => ArgumentNullException.ThrowIfNull(text);

    public static T Inherited<T>(T value, List<T[]> values) => throw new InvalidOperationException($"Not {value}.");
}
