namespace Txaio.Actors.Soak;

/// <summary>The failure of a call that fails on purpose.</summary>
/// <param name="call">The call.</param>
internal sealed class InjectedException(Call call) : Exception($"injected: {call.What}")
{
    /// <summary>The call.</summary>
    public Call Call => call;

    /// <summary>The injected exceptions behind an exception; empty when another exception is behind it.</summary>
    public static IReadOnlyList<InjectedException> Behind(Exception? error) => error switch
    {
        InjectedException injected => [injected],
        AggregateException all when all.InnerExceptions.Select(Behind).ToList() is var behind =>
            behind.TrueForAll(static found => found.Count > 0) ? [.. behind.SelectMany(static found => found)] : [],
        { InnerException: { } inner } => Behind(inner),
        _ => [],
    };
}
