namespace Txaio.Actors.Hosting;

/// <summary>The section <c>txaio.futures</c>. An option that is null keeps the HOCON's value. Not from txaio.</summary>
public sealed class TxaioFutureOptions
{
    /// <summary>The timeout of an Ask without a timeout argument; more than zero, or infinite.</summary>
    public TimeSpan? AskTimeout { get; set; }

    /// <summary>How long a completed promise can still be found by its path; zero or more.</summary>
    public TimeSpan? KeepCompleted { get; set; }

    /// <summary>How many completed promises can still be found; 0: no bound.</summary>
    public int? KeepCompletedLimit { get; set; }

    /// <summary>
    /// How long a promise that an Ask of <c>CreateFuture</c> made may be pending; more than zero, or infinite.
    /// </summary>
    public TimeSpan? AskedPromiseTimeout { get; set; }

    /// <summary>Whether rejected futures that no code ever observed are reported.</summary>
    public bool? LogUnhandled { get; set; }

    /// <summary>How much of an exception this node sends to other nodes.</summary>
    public RemoteFailures? RemoteFailures { get; set; }
}
