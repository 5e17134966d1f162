using Akka;

namespace Txaio.Actors;

/// <summary>Extension methods of futures, and conversions of tasks to futures.</summary>
public static partial class FutureExtensions
{
    /// <summary>Completes a future that has no value. Any thread.</summary>
    /// <param name="future">The future.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    public static void Resolve(this Future<Done> future)
    {
        ArgumentNullException.ThrowIfNull(future);
        future.Resolve(Done.Instance);
    }

    /// <summary>Completes a future that has no value, if it is pending. Any thread.</summary>
    /// <param name="future">The future.</param>
    /// <returns>False when the future was completed before; then nothing happens.</returns>
    public static bool TryResolve(this Future<Done> future)
    {
        ArgumentNullException.ThrowIfNull(future);
        return future.TryResolve(Done.Instance);
    }
}
