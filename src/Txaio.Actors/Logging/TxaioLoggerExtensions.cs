namespace Txaio.Actors;

/// <summary>
/// The log calls: <c>Critical</c>, <c>Error</c>, <c>Warn</c>, <c>Info</c>, <c>Debug</c>, <c>Trace</c>, <c>Emit</c> and
/// <c>Failure</c> (<c>txaio.interfaces.ILogger</c>).
/// </summary>
/// <remarks>
/// <para>
/// All log calls may be made from any thread, on loops and in actors, and while the actor system ends. No argument
/// makes a call throw: a hole without a value is shown as it is written in the template. The event is on the event
/// stream before the call returns. Sinks render the arguments later, on their own threads, so the arguments should not
/// change.
/// </para>
/// <para>
/// Below the logger's level a call costs a comparison and allocates nothing. This does not hold for arguments by name
/// and for more than three arguments by position: the caller boxes these arguments before the call.
/// </para>
/// <para>
/// The event's cause can be an argument: an exception or <see cref="IFailedFuture"/> after the arguments that the
/// template needs, an <see cref="IFailedFuture"/> among the fields, or a field with the name <c>log_failure</c>.
/// </para>
/// </remarks>
public static partial class TxaioLoggerExtensions;
