using Akka.Actor;
using Google.Protobuf;

namespace Txaio.Actors.Serialization;

/// <summary>
/// Converts exceptions to and from text. Texts are cut when they are written and when they are read, and contain no
/// more than <c>txaio.futures.remote-failures</c> allows.
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
    /// Writes an exception or <c>Status.Failure</c> as text, because its serializer would send all of it. Returns null
    /// for other values, and for every value with <c>remote-failures = full</c>.
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

    /// <summary>The failure to tell <paramref name="target"/>; an actor of this node gets the exception.</summary>
    /// <remarks>
    /// Akka's serializer loses exceptions that have no constructor for serialization. Of the library's exceptions only
    /// <see cref="RemoteFailureException"/> has one. The others are sent as text, also with
    /// <c>remote-failures = full</c>.
    /// </remarks>
    public static Status.Failure For(ICanTell target, Exception cause, RemoteFailures told) => new(
        target is not IActorRefScope { IsLocal: false }
        || (told == RemoteFailures.Full && cause.GetType().Assembly != typeof(WireFailure).Assembly)
            ? cause
            : RemoteFailureException.Of(cause, told));

    // The extension refuses other words when it starts. A system without the extension uses the default.
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
