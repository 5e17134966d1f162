using System.Collections.ObjectModel;

namespace Txaio.Actors;

/// <summary>
/// What the calls of one bucket threw, reported once the bucket is done. The others ran all the same.
/// </summary>
public sealed class BatchedTimerException : AggregateException
{
    /// <summary>Collects what the calls of a bucket threw.</summary>
    /// <param name="timer">The timer's name.</param>
    /// <param name="errors">What the calls threw, in the order they ran.</param>
    public BatchedTimerException(string timer, IEnumerable<Exception> errors)
        : base(errors) => Timer = timer;

    /// <summary>The name of the timer.</summary>
    public string Timer { get; }

    /// <summary>A headline as txaio has it, then one line for each exception.</summary>
    public override string Message =>
        "Error(s) processing call_later bucket:\n" + string.Join('\n', Lines(InnerExceptions));

    private static IEnumerable<string> Lines(ReadOnlyCollection<Exception> errors) =>
        errors.Select(static error => $"{error.GetType().Name}: {error.Message}".ReplaceLineEndings(" "));
}
