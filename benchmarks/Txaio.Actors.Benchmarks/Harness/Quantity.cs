using System.Globalization;

namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>A figure with its unit.</summary>
internal readonly record struct Quantity(double Value, string Unit)
{
    public static Quantity Nanoseconds(double value) => new(value, "ns");

    public static Quantity Bytes(double value) => new(value, "B");

    /// <summary>The figure; a dash where there is none, which is NaN.</summary>
    public override string ToString()
    {
        if (double.IsNaN(Value))
            return "-";
        var size = Math.Abs(Value);
        var format = size >= 100 || size == 0 ? "N0" : size >= 10 ? "N1" : "N2";
        return $"{Value.ToString(format, CultureInfo.InvariantCulture)} {Unit}".TrimEnd();
    }
}
