using Akka.Actor;
using Google.Protobuf;

namespace Txaio.Actors.Serialization;

/// <summary>
/// Exceptions as text, each cut to its length both when it is written and when it is read, and with no more in it than
/// <c>txaio.futures.remote-failures</c> says.
/// </summary>
internal sealed class WireFailure(ExtendedActorSystem system)
{
    // Read when it is first needed: Akka makes serializers before the extension has completed the configuration.
    private readonly Lazy<RemoteFailures> _told = new(() => Told(system));

    public Wire.RemoteFailure Write(Exception cause)
    {
        var said = RemoteFailureException.Of(cause, _told.Value);
        return new Wire.RemoteFailure
        {
            TypeName = WireText.Cut(said.TypeName, WireText.TypeName),
            Message = WireText.Cut(said.Message, WireText.Message),
            StackText = WireText.Cut(said.StackText, WireText.StackText),
        };
    }

    /// <summary>
    /// A value that is a failure as our own text, because its own serializer would send all of it; null for other
    /// values, and for all if everything may be told.
    /// </summary>
    public Wire.Payload? WriteValue(object value) => value switch
    {
        Exception cause when _told.Value != RemoteFailures.Full => Payload(WireManifest.Failure, cause),
        Status.Failure { Cause: { } cause } when _told.Value != RemoteFailures.Full =>
            Payload(WireManifest.StatusFailure, cause),
        _ => null,
    };

    public static RemoteFailureException Read(Wire.RemoteFailure? failure) => failure is null
        ? throw new InvalidDataException("a failure is missing")
        : new RemoteFailureException(
            WireText.Cut(failure.TypeName, WireText.TypeName),
            WireText.Cut(failure.Message, WireText.Message),
            WireText.Cut(failure.StackText, WireText.StackText));

    /// <summary>What is told an actor of a failure: the failure itself, if the actor is one of this node.</summary>
    /// <remarks>
    /// Akka's serializer loses exceptions without a constructor for serialization, as all of ours but
    /// <see cref="RemoteFailureException"/>: also where everything may be told, those go as text.
    /// </remarks>
    public static Status.Failure For(ICanTell target, Exception cause, RemoteFailures told) => new(
        target is not IActorRefScope { IsLocal: false }
        || (told == RemoteFailures.Full && cause.GetType().Assembly != typeof(WireFailure).Assembly)
            ? cause
            : RemoteFailureException.Of(cause, told));

    // The extension refuses other words when it starts. A system without the extension says no more than the default.
    private static RemoteFailures Told(ActorSystem system) =>
        system.Settings.Config.GetString("txaio.futures.remote-failures") switch
        {
            "full" => RemoteFailures.Full,
            "type" => RemoteFailures.Type,
            _ => RemoteFailures.Message,
        };

    private Wire.Payload Payload(string manifest, Exception cause) => new()
    {
        SerializerId = TxaioMessageSerializer.Id,
        Manifest = manifest,
        Data = Write(cause).ToByteString(),
    };
}
