using System.Runtime.Serialization;
using Txaio.Actors.Futures.Failures;
using Txaio.Actors.Serialization;

namespace Txaio.Actors;

/// <summary>
/// An exception of another node, as text. A <c>Reject</c> or <c>FutureRejected</c> of another node carries it. No
/// exception is ever made from a name on the wire. The data of an <see cref="IApplicationFailure"/> is the
/// <see cref="Payload"/>.
/// </summary>
/// <remarks>
/// The sending node's <c>txaio.futures.remote-failures</c> decides how much of the exception is sent.
/// </remarks>
public sealed class RemoteFailureException : Exception, IApplicationFailure
{
    /// <summary>An exception of another node.</summary>
    /// <param name="typeName">The full name of the exception's type on the other node.</param>
    /// <param name="message">The message of the exception; empty when the other node does not send it.</param>
    /// <param name="stackText">
    /// The whole text of the exception: message, stack trace, inner exceptions. Empty when the other node does not send
    /// it.
    /// </param>
    public RemoteFailureException(string typeName, string message, string stackText)
        : this(typeName, message, stackText, payload: null)
    {
    }

    /// <summary>An exception of another node, with the data that the exception carries.</summary>
    /// <param name="typeName">The full name of the exception's type on the other node.</param>
    /// <param name="message">The message of the exception; empty when the other node does not send it.</param>
    /// <param name="stackText">
    /// The whole text of the exception: message, stack trace, inner exceptions. Empty when the other node does not send
    /// it.
    /// </param>
    /// <param name="payload">The data; null for none.</param>
    public RemoteFailureException(string typeName, string message, string stackText, object? payload)
        : this(typeName, message, stackText, payload, problem: null)
    {
    }

    internal RemoteFailureException(
        string typeName, string message, string stackText, object? payload, string? problem)
        : base(message)
    {
        TypeName = typeName;
        StackText = stackText;
        Payload = payload;
        PayloadProblem = problem;
    }

    // Akka.Remote sends a Status.Failure's cause by .NET's serialization of exceptions, and reads it with this
    // constructor.
#pragma warning disable SYSLIB0051 // obsolete, but Akka uses it
    private RemoteFailureException(SerializationInfo info, StreamingContext context)
        : base(info.GetString("Message") ?? "")
    {
        TypeName = info.GetString(nameof(TypeName)) ?? "";
        StackText = info.GetString(nameof(StackText)) ?? "";
        (Payload, PayloadProblem) = CarriedPayload.Read(info);
    }

    /// <summary>Called by Akka.Remote when it sends the exception as the cause of a <c>Status.Failure</c>.</summary>
    /// <param name="info">Gets the texts of the exception.</param>
    /// <param name="context">Not used.</param>
    /// <exception cref="SerializationException">
    /// <paramref name="info"/> has got an exception before.
    /// </exception>
    [Obsolete("For Akka.Remote only.", DiagnosticId = "SYSLIB0051")]
    public override void GetObjectData(SerializationInfo info, StreamingContext context)
    {
        ArgumentNullException.ThrowIfNull(info);
        base.GetObjectData(info, context);
        info.AddValue(nameof(TypeName), TypeName);
        info.AddValue(nameof(StackText), StackText);
        CarriedPayload.Add(info, this);
    }
#pragma warning restore SYSLIB0051

    /// <summary>The full name of the exception's type on the other node.</summary>
    public string TypeName { get; }

    /// <summary>
    /// The whole text of the exception: message, stack trace, inner exceptions. Empty unless the other node sends the
    /// whole text (<c>txaio.futures.remote-failures = full</c>).
    /// </summary>
    public string StackText { get; }

    /// <summary>
    /// The data that the exception carries, of a type of the application: read by the serializer that wrote it. Null for
    /// none, and when <see cref="PayloadProblem"/> says why it is missing.
    /// </summary>
    public object? Payload { get; }

    /// <summary>
    /// Why <see cref="Payload"/> is null though the exception carries data: this node has no such serializer, the bytes
    /// are invalid, they are too large for a message, they hold a message by which Akka controls actors, or the sending
    /// node's <c>txaio.futures.remote-failures</c> is <c>type</c>. Null otherwise.
    /// </summary>
    public string? PayloadProblem { get; }

    /// <summary>The exception on the other node, then the stack trace on this node.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"{nameof(RemoteFailureException)} of {TypeName}: {Message}\n" +
        (StackText.Length == 0 ? "" : $"--- on the other node ---\n{StackText}\n") +
        $"--- here ---\n{StackTrace}{FailurePayload.Text(Payload, PayloadProblem)}";

    /// <summary>
    /// The part of an exception that may be sent. A <see cref="RemoteFailureException"/> gets no wrapper.
    /// </summary>
    internal static RemoteFailureException Of(Exception cause, RemoteFailures told)
    {
        var (payload, problem) = FailurePayload.Of(cause);
        return new RemoteFailureException(
            cause is RemoteFailureException remote ? remote.TypeName : cause.GetType().FullName ?? cause.GetType().Name,
            told == RemoteFailures.Type ? "" : MessageOf(cause, told),
            told != RemoteFailures.Full
                ? ""
                : (cause as RemoteFailureException)?.StackText ?? FailureText.FormatTraceback(cause),
            payload,
            problem).Telling(told);
    }

    /// <summary>The same without the payload, if the setting allows the type's name only.</summary>
    internal RemoteFailureException Telling(RemoteFailures told) =>
        told != RemoteFailures.Type || Payload is null
            ? this
            : new RemoteFailureException(
                TypeName, Message, StackText, null, "the sending node has txaio.futures.remote-failures = type");

    // A user's exception can throw from its own Message.
    private static string MessageOf(Exception cause, RemoteFailures told)
    {
        try
        {
            var message = FailureText.MessageOf(cause) ?? "";
            return told == RemoteFailures.Message && cause is AggregateException several
                ? WithoutInner(message, several)
                : message;
        }
        catch (Exception e)
        {
            return $"({cause.GetType().Name}.Message threw {e.GetType().Name})";
        }
    }

    // .NET appends the messages of all exceptions within, in brackets.
    private static string WithoutInner(string message, AggregateException several)
    {
        if (several.InnerExceptions is not [var first, ..])
            return message;
        var inner = message.IndexOf($" ({first.Message})", StringComparison.Ordinal);
        return inner < 0 ? message : message[..inner];
    }
}
