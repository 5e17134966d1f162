using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Txaio.Actors.ClusterNode;

/// <summary>A delivery of a durable call to an order.</summary>
/// <param name="Key">The call's key.</param>
/// <param name="Due">The call's due time.</param>
/// <param name="At">When the delivery arrived.</param>
public sealed record OrderDelivery(string Key, DateTimeOffset Due, DateTimeOffset At)
{
    private const string Start = "delivered";

    /// <summary>The line that a node prints.</summary>
    /// <returns>The line.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Start} {Key} {Due.UtcTicks} {At.UtcTicks}");

    /// <summary>Reads the line of a node.</summary>
    /// <param name="line">A line of its output.</param>
    /// <param name="delivery">The delivery.</param>
    /// <returns>False if it is another line.</returns>
    public static bool TryParse(string line, [NotNullWhen(true)] out OrderDelivery? delivery)
    {
        delivery = line.Split(' ') is [Start, var key, var due, var at] ? new(key, Time(due), Time(at)) : null;
        return delivery is not null;
    }

    private static DateTimeOffset Time(string ticks) =>
        new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
