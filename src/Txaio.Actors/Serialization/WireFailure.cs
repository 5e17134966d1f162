namespace Txaio.Actors.Serialization;

/// <summary>Exceptions as text.</summary>
internal static class WireFailure
{
    public static Wire.RemoteFailure Write(Exception cause) => cause is RemoteFailureException passedOn
        ? new Wire.RemoteFailure
        {
            TypeName = passedOn.TypeName,
            Message = passedOn.Message,
            StackText = passedOn.StackText,
        }
        : new Wire.RemoteFailure
        {
            TypeName = cause.GetType().FullName ?? cause.GetType().Name,
            Message = MessageOf(cause),
            StackText = FailureText.FormatTraceback(cause),
        };

    public static RemoteFailureException Read(Wire.RemoteFailure? failure) => failure is null
        ? throw new InvalidDataException("a failure is missing")
        : new RemoteFailureException(failure.TypeName, failure.Message, failure.StackText);

    // A user's exception can throw from its own Message.
    private static string MessageOf(Exception cause)
    {
        try
        {
            return cause.Message ?? "";
        }
        catch (Exception e)
        {
            return $"({cause.GetType().Name}.Message threw {e.GetType().Name})";
        }
    }
}
