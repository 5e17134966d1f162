using System.Runtime.Serialization;
using Txaio.Actors.Futures.Failures;

namespace Txaio.Actors;

/// <summary>
/// An exception of another node, as text. A <c>Reject</c> or <c>FutureRejected</c> of another node carries it. No type
/// is ever made from a name on the wire.
/// </summary>
/// <remarks>
/// The sending node's <c>txaio.futures.remote-failures</c> decides how much of the exception is sent.
/// </remarks>
public sealed class RemoteFailureException : Exception
{
    /// <summary>An exception of another node.</summary>
    /// <param name="typeName">The full name of the exception's type on the other node.</param>
    /// <param name="message">The message of the exception; empty when the other node does not send it.</param>
    /// <param name="stackText">
    /// The whole text of the exception: message, stack trace, inner exceptions. Empty when the other node does not send
    /// it.
    /// </param>
    public RemoteFailureException(string typeName, string message, string stackText)
        : base(message)
    {
        TypeName = typeName;
        StackText = stackText;
    }

    // Akka.Remote sends a Status.Failure's cause by .NET's serialization of exceptions, and reads it with this
    // constructor.
#pragma warning disable SYSLIB0051 // obsolete, but Akka uses it
    private RemoteFailureException(SerializationInfo info, StreamingContext context)
        : base(info.GetString("Message") ?? "")
    {
        TypeName = info.GetString(nameof(TypeName)) ?? "";
        StackText = info.GetString(nameof(StackText)) ?? "";
    }

    /// <summary>Called by Akka.Remote when it sends the exception as the cause of a <c>Status.Failure</c>.</summary>
    /// <param name="info">Gets the texts of the exception.</param>
    /// <param name="context">Not used.</param>
    [Obsolete("For Akka.Remote only.", DiagnosticId = "SYSLIB0051")]
    public override void GetObjectData(SerializationInfo info, StreamingContext context)
    {
        ArgumentNullException.ThrowIfNull(info);
        base.GetObjectData(info, context);
        info.AddValue(nameof(TypeName), TypeName);
        info.AddValue(nameof(StackText), StackText);
    }
#pragma warning restore SYSLIB0051

    /// <summary>The full name of the exception's type on the other node.</summary>
    public string TypeName { get; }

    /// <summary>
    /// The whole text of the exception: message, stack trace, inner exceptions. Empty unless the other node sends the
    /// whole text (<c>txaio.futures.remote-failures = full</c>).
    /// </summary>
    public string StackText { get; }

    /// <summary>The exception on the other node, then the stack trace on this node.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"{nameof(RemoteFailureException)} of {TypeName}: {Message}\n" +
        (StackText.Length == 0 ? "" : $"--- on the other node ---\n{StackText}\n") +
        $"--- here ---\n{StackTrace}";

    /// <summary>
    /// The part of an exception that may be sent. A <see cref="RemoteFailureException"/> gets no wrapper.
    /// </summary>
    internal static RemoteFailureException Of(Exception cause, RemoteFailures told) => new(
        cause is RemoteFailureException passedOn ? passedOn.TypeName : cause.GetType().FullName ?? cause.GetType().Name,
        told == RemoteFailures.Type ? "" : MessageOf(cause, told),
        told != RemoteFailures.Full ? "" : (cause as RemoteFailureException)?.StackText ?? FailureText.FormatTraceback(cause));

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
