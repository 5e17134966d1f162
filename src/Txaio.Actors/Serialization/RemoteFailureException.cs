namespace Txaio.Actors;

/// <summary>
/// An exception of another node, as text: what a <c>Reject</c> or <c>FutureRejected</c> that crossed the wire carries.
/// No type is ever made from a name on the wire.
/// </summary>
public sealed class RemoteFailureException : Exception
{
    /// <summary>An exception of another node.</summary>
    /// <param name="typeName">The full name of its type there.</param>
    /// <param name="message">Its message.</param>
    /// <param name="stackText">Its whole text there: message, stack trace, inner exceptions.</param>
    public RemoteFailureException(string typeName, string message, string stackText)
        : base(message)
    {
        TypeName = typeName;
        StackText = stackText;
    }

    /// <summary>The full name of its type on the other node.</summary>
    public string TypeName { get; }

    /// <summary>Its whole text on the other node: message, stack trace, inner exceptions.</summary>
    public string StackText { get; }

    /// <summary>The exception as it was on the other node, then where it was thrown again here.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"{nameof(RemoteFailureException)} of {TypeName}: {Message}\n--- on the other node ---\n{StackText}\n" +
        $"--- here ---\n{StackTrace}";
}
