using System.Runtime.Serialization;
using Txaio.Actors.Serialization;

namespace Txaio.Actors;

/// <summary>
/// A failure with data of the application, such as the arguments of an ERROR message: <c>future.Reject(new
/// ApplicationFailureException("declined", new Declined(42)))</c>. The data reaches other nodes too: see
/// <see cref="IApplicationFailure"/>. Not from txaio.
/// </summary>
/// <remarks>
/// As the cause of a <c>Status.Failure</c> that an actor sends to another node, it arrives as an
/// <see cref="ApplicationFailureException"/>. In all other messages it arrives as a
/// <see cref="RemoteFailureException"/>.
/// </remarks>
public sealed class ApplicationFailureException : Exception, IApplicationFailure
{
    /// <summary>A failure with data.</summary>
    /// <param name="message">The message; null for a text of .NET's.</param>
    /// <param name="payload">The data; null for none.</param>
    /// <param name="innerException">The cause; null for none. It is not sent to other nodes.</param>
    public ApplicationFailureException(string? message, object? payload, Exception? innerException = null)
        : base(message, innerException) =>
        Payload = payload;

#pragma warning disable SYSLIB0051 // obsolete, but Akka.Remote reads the cause of a Status.Failure with it
    private ApplicationFailureException(SerializationInfo info, StreamingContext context)
        : base(info.GetString("Message")) =>
        (Payload, PayloadProblem) = CarriedPayload.Read(info);

    /// <summary>Called by Akka.Remote when it sends the exception as the cause of a <c>Status.Failure</c>.</summary>
    /// <param name="info">Gets the texts of the exception and its payload.</param>
    /// <param name="context">Not used.</param>
    /// <exception cref="SerializationException">
    /// <paramref name="info"/> has got an exception before.
    /// </exception>
    [Obsolete("For Akka.Remote only.", DiagnosticId = "SYSLIB0051")]
    public override void GetObjectData(SerializationInfo info, StreamingContext context)
    {
        ArgumentNullException.ThrowIfNull(info);
        base.GetObjectData(info, context);
        CarriedPayload.Add(info, this);
    }
#pragma warning restore SYSLIB0051

    /// <inheritdoc/>
    public object? Payload { get; }

    /// <summary>
    /// Why <see cref="Payload"/> is null though the failure had a payload on the node that sent it; null otherwise.
    /// </summary>
    public string? PayloadProblem { get; }

    /// <summary>The exception, with the type of the payload or the reason why it is missing.</summary>
    /// <returns>The text, without the payload itself.</returns>
    public override string ToString() => $"{base.ToString()}{FailurePayload.Text(Payload, PayloadProblem)}";
}
