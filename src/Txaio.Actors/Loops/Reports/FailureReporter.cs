using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loggers;
using Txaio.Actors.Nodes;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Loops.Reports;

/// <summary>Reports exceptions that no code handles: an error in the log and an event on the stream.</summary>
internal sealed class FailureReporter(ActorSystem system, bool reportsUnobserved)
{
    // The most characters that are shown of the first line of an exception that another node sent.
    private const int LongestCause = 256;

    private readonly EventStream _events = system.EventStream;

    private readonly WireReports _wire = new(
        system,
        static text => new Error(null, LogSource(null), typeof(EventLoop), text),
        "failures of other nodes were not handled");

    /// <summary>Whether rejected futures that no code observed are reported.</summary>
    public bool ReportsUnobserved => reportsUnobserved;

    /// <summary>
    /// Reports <paramref name="cause"/>. An exception that another node sent, or that was thrown while this thread read
    /// a message of another node, is reported as a short line, at most one line a second for each node. Never throws,
    /// any thread.
    /// </summary>
    /// <param name="loop">The name of the loop on which the code failed; null when no loop took part.</param>
    /// <param name="origin">The code that failed, in words.</param>
    /// <param name="cause">The exception.</param>
    public void Report(string? loop, string origin, Exception cause)
    {
        var where = loop is null ? "" : $" on loop '{loop}'";
        // The event is made here and not by an adapter: an adapter's level is fixed when the adapter is made.
        var text = $"Unhandled failure in {origin}{where}";
        if ((FailureOrigin.Of(cause).Text ?? SendingNode.Here.Text) is { } address)
            ReportOfNode(address, text, cause);
        else
            Publish(new Error(cause, LogSource(loop), typeof(EventLoop), LogText.Of(text)));
        Publish(new UnhandledFailure(loop, origin, cause));
    }

    /// <summary>Warns of callbacks that held a loop longer than allowed.</summary>
    /// <param name="loop">The name of the loop.</param>
    /// <param name="took">How long the callbacks held the loop.</param>
    /// <param name="callbacks">The names of the callbacks. One was slow, or all together were slow.</param>
    /// <param name="limit">The longest time that is allowed.</param>
    public void ReportSlow(string loop, TimeSpan took, IReadOnlyList<string> callbacks, TimeSpan limit)
    {
        var names = callbacks.Count == 1 ? callbacks[0] : "one of " + string.Join(", ", callbacks);
        Warn(loop, string.Create(
            CultureInfo.InvariantCulture,
            $"Loop '{loop}' was held for {took.TotalMilliseconds:F0} ms by {names} " +
            $"(txaio.loops.{loop}.slow-callback = {limit.TotalMilliseconds:F0} ms)"));
    }

    /// <summary>Warns in the name of <paramref name="loop"/>. Never throws, any thread.</summary>
    public void Warn(string loop, string message) =>
        Publish(new Warning(LogSource(loop), typeof(EventLoop), LogText.Of(message)));

    private void ReportOfNode(string address, string text, Exception cause)
    {
        var said = ObjectText.Of(cause);
        var end = said.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? said : said[..end];
        if (line.Length > LongestCause)
            line = line[..LongestCause] + "...";
        try
        {
            _wire.Report(address, TypeName.Of(cause.GetType()), $"{text}: {line}");
        }
        catch (Exception thrown)
        {
            ErrorOutput.Write(null, $"Txaio.Actors could not publish '{text}'", thrown);
        }
    }

    // A subscriber whose Tell throws must not stop the loop, and must not keep the next event from being published. The
    // event that this subscriber missed is written to standard error.
    private void Publish(object e)
    {
        try
        {
            _events.Publish(e);
        }
        catch (Exception thrown)
        {
            ErrorOutput.Write(null, $"Txaio.Actors could not publish {e}", thrown);
        }
    }

    private static string LogSource(string? loop) => loop is null ? "txaio" : $"txaio/loops/{loop}";
}
