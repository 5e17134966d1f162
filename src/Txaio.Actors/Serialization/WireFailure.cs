namespace Txaio.Actors.Serialization;

/// <summary>Exceptions as text, each cut to its length both when it is written and when it is read.</summary>
internal static class WireFailure
{
    public static Wire.RemoteFailure Write(Exception cause) => cause is RemoteFailureException passedOn
        ? new Wire.RemoteFailure
        {
            TypeName = WireText.Cut(passedOn.TypeName, WireText.TypeName),
            Message = WireText.Cut(passedOn.Message, WireText.Message),
            StackText = WireText.Cut(passedOn.StackText, WireText.StackText),
        }
        : new Wire.RemoteFailure
        {
            TypeName = WireText.Cut(cause.GetType().FullName ?? cause.GetType().Name, WireText.TypeName),
            Message = WireText.Cut(MessageOf(cause), WireText.Message),
            StackText = WireText.Cut(FailureText.FormatTraceback(cause), WireText.StackText),
        };

    public static RemoteFailureException Read(Wire.RemoteFailure? failure) => failure is null
        ? throw new InvalidDataException("a failure is missing")
        : new RemoteFailureException(
            WireText.Cut(failure.TypeName, WireText.TypeName),
            WireText.Cut(failure.Message, WireText.Message),
            WireText.Cut(failure.StackText, WireText.StackText));

    // A user's exception can throw from its own Message.
    private static string MessageOf(Exception cause)
    {
        try
        {
            return FailureText.MessageOf(cause) ?? "";
        }
        catch (Exception e)
        {
            return $"({cause.GetType().Name}.Message threw {e.GetType().Name})";
        }
    }
}
