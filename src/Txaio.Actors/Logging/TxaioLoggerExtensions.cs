namespace Txaio.Actors;

/// <summary>
/// The log calls: <c>Critical</c>, <c>Error</c>, <c>Warn</c>, <c>Info</c>, <c>Debug</c>, <c>Trace</c>, <c>Emit</c> and
/// <c>Failure</c> (<c>txaio.interfaces.ILogger</c>).
/// </summary>
/// <remarks>
/// <para>
/// All may be called from any thread, on loops and in actors, and while the actor system ends. None throws because of
/// an argument: a hole that cannot be filled is shown as it was written. An event is on the event stream before
/// the call returns. Its arguments are rendered by the sinks, later and on their threads; they should not change.
/// </para>
/// <para>
/// Below the logger's level a call costs a comparison and allocates nothing, except that the caller boxes values that
/// are given by name, or as one of more than three by position.
/// </para>
/// <para>
/// An exception or <see cref="IFailedFuture"/> that is surplus at the end of a template's arguments is taken as the
/// event's cause; so is an <see cref="IFailedFuture"/> among the fields, or a field with the name <c>log_failure</c>.
/// </para>
/// </remarks>
public static partial class TxaioLoggerExtensions;
