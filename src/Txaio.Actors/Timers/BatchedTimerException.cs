using System.Collections.ObjectModel;

namespace Txaio.Actors;

/// <summary>
/// The exceptions of one bucket's calls, reported once all its calls have run. A failed call does not stop the others.
/// </summary>
public sealed class BatchedTimerException : AggregateException
{
    /// <summary>Collects the exceptions of a bucket's calls.</summary>
    /// <param name="timer">The timer's name.</param>
    /// <param name="errors">The exceptions, in the order the calls ran.</param>
    /// <exception cref="ArgumentException">One of the exceptions is null.</exception>
    public BatchedTimerException(string timer, IEnumerable<Exception> errors)
        : base(Checked(errors)) => Timer = timer;

    /// <summary>The name of the timer.</summary>
    public string Timer { get; }

    /// <summary>txaio's headline, then one line for each exception.</summary>
    public override string Message =>
        "Error(s) processing call_later bucket:\n" + string.Join('\n', Lines(InnerExceptions));

    // The exception's own code makes its text.
    private static string TextOf(Exception error)
    {
        try
        {
            return error.Message;
        }
        catch (Exception e)
        {
            return $"({error.GetType().Name}.Message threw {e.GetType().Name})";
        }
    }

    private static Exception[] Checked(IEnumerable<Exception> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        Exception[] all = [.. errors];
        var at = Array.IndexOf(all, null);
        return at < 0 ? all : throw new ArgumentException($"Errors must not be null; number {at} is.", nameof(errors));
    }

    private static IEnumerable<string> Lines(ReadOnlyCollection<Exception> errors) =>
        errors.Select(static error => $"{error.GetType().Name}: {TextOf(error)}".ReplaceLineEndings(" "));
}
