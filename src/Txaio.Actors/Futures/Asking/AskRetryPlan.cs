using System.Runtime.CompilerServices;
using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Futures.Asking;

/// <summary>The checked times of an Ask with retries.</summary>
internal sealed class AskRetryPlan
{
    private readonly AskRetryOptions _options;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public AskRetryPlan(AskRetryOptions options, TimeSpan defaultTimeout)
    {
        _options = options;
        Timeout = options.Timeout ?? defaultTimeout;
        CheckTimeout(Timeout);
        CheckTimeout(options.AttemptTimeout);
        Check(options.MaxAttempts >= 1, options.MaxAttempts, "must be 1 or more");
        Check(
            options.MinBackoff > TimeSpan.Zero && options.MinBackoff <= Delays.Max,
            options.MinBackoff,
            $"must be positive, and at most {Delays.MaxText}");
        Check(
            options.MaxBackoff >= options.MinBackoff && options.MaxBackoff <= Delays.Max,
            options.MaxBackoff,
            $"must be at least MinBackoff, {options.MinBackoff}, and at most {Delays.MaxText}");
        Check(options.Jitter is >= 0 and <= 1, options.Jitter, "must be 0 to 1");
    }

    public TimeSpan Timeout { get; }

    public TimeSpan AttemptTimeout => _options.AttemptTimeout;

    public int MaxAttempts => _options.MaxAttempts;

    public Func<Exception, bool>? RetryOn => _options.RetryOn;

    /// <summary>The wait after the given number of attempts.</summary>
    /// <param name="attempts">The number of attempts, from 1.</param>
    /// <param name="random">A random number, from 0 to 1.</param>
    public TimeSpan Backoff(int attempts, double random)
    {
        // A double holds any power of two that a number of attempts gives, and infinity beyond.
        var doubled = _options.MinBackoff.Ticks * Math.Pow(2, attempts - 1);
        var ticks = Math.Min(doubled, _options.MaxBackoff.Ticks);
        return TimeSpan.FromTicks(Math.Min((long)(ticks * (1 + (_options.Jitter * random))), Delays.Max.Ticks));
    }

    private static void CheckTimeout(
        TimeSpan value, [CallerArgumentExpression(nameof(value))] string option = "") => Check(
        (value > TimeSpan.Zero && value <= Delays.Max) || value == System.Threading.Timeout.InfiniteTimeSpan,
        value,
        $"must be positive and at most {Delays.MaxText}, or Timeout.InfiniteTimeSpan for none",
        option);

    private static void Check(
        bool isAllowed, object value, string rule, [CallerArgumentExpression(nameof(value))] string option = "")
    {
        if (!isAllowed)
        {
            throw new ArgumentOutOfRangeException(
                "options", value, $"{nameof(AskRetryOptions)}.{option.Split('.')[^1]} {rule}.");
        }
    }
}
