namespace Txaio.Actors.Hosting;

/// <summary>The section <c>txaio.futures</c>. An option that is null keeps the HOCON's value. Not from txaio.</summary>
public sealed class TxaioFutureOptions
{
    /// <summary>The timeout of an Ask that gives none; more than zero, or infinite.</summary>
    public TimeSpan? AskTimeout { get; set; }

    /// <summary>How long a completed promise can still be found by its path; zero or more.</summary>
    public TimeSpan? KeepCompleted { get; set; }

    /// <summary>How many completed promises can still be found; 0: no bound.</summary>
    public int? KeepCompletedLimit { get; set; }

    /// <summary>
    /// How long a promise may be pending that was asked for by message with an Ask; more than zero, or infinite.
    /// </summary>
    public TimeSpan? AskedPromiseTimeout { get; set; }

    /// <summary>Whether rejected futures that no code ever observed are reported.</summary>
    public bool? LogUnhandled { get; set; }

    /// <summary>How much other nodes are told of exceptions that this node sends.</summary>
    public RemoteFailures? RemoteFailures { get; set; }
}
