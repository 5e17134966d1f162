using System.Globalization;

namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>The bound of a bar's figure.</summary>
/// <param name="Bound">The side on which the figure is bounded.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Unit">The unit of figure and limit: <c>x</c> for a ratio.</param>
internal sealed record Goal(Bound Bound, double Limit, string Unit)
{
    // A goal of 1x is held from 0.9x: two sides of equal speed never measure exactly alike.
    private const double Even = 0.9;

    // The limit that figures are compared with.
    private double Counted => Unit != "x" || Limit != 1 ? Limit : Bound == Bound.AtLeast ? Even : 1 / Even;

    /// <summary>No goal: the figure is only shown.</summary>
    public static Goal Shown { get; } = ShownIn("x");

    /// <summary>As <see cref="Shown"/>, for a figure that is no ratio.</summary>
    public static Goal ShownIn(string unit) => new(Bound.None, 0, unit);

    public static Goal AtLeast(double ratio) => new(Bound.AtLeast, ratio, "x");

    public static Goal AtMost(double limit, string unit = "x") => new(Bound.AtMost, limit, unit);

    /// <summary>Whether a figure holds the goal, whose limit is made wider by a factor.</summary>
    public bool IsHeldBy(double measured, double margin = 1) => Bound switch
    {
        Bound.AtLeast => measured >= Counted / margin,
        Bound.AtMost => measured <= Counted * margin,
        _ => true,
    };

    public override string ToString() => Bound switch
    {
        Bound.AtLeast => $"at least {Text(Counted)}",
        Bound.AtMost => $"at most {Text(Counted)}",
        _ => "-",
    };

    /// <summary>A figure in the goal's unit.</summary>
    public string Text(double value) => Unit == "x" && !double.IsNaN(value)
        ? string.Create(CultureInfo.InvariantCulture, $"{value:0.##}x")
        : new Quantity(value, Unit).ToString();
}

/// <summary>Which way a figure is bounded.</summary>
internal enum Bound
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>From below.</summary>
    AtLeast,

    /// <summary>From above.</summary>
    AtMost,
}
