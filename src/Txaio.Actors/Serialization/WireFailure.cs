using Akka.Actor;
using Google.Protobuf;

namespace Txaio.Actors.Serialization;

/// <summary>
/// Converts exceptions to and from text, with the payloads that they carry. Texts are cut when they are written and when
/// they are read, and contain no more than <c>txaio.futures.remote-failures</c> allows.
/// </summary>
internal sealed class WireFailure
{
    // Read when it is first needed: Akka makes serializers before the extension has completed the configuration.
    private readonly Lazy<RemoteFailures> _told;
    private readonly FailurePayload _payload;

    public WireFailure(ExtendedActorSystem system)
    {
        _told = new(() => Told(system));
        Values = new WirePayload(system, this);
        _payload = new FailurePayload(system, Values);
    }

    /// <summary>Converts the values of messages, whose failures this object converts.</summary>
    public WirePayload Values { get; }

    public Wire.RemoteFailure Write(Exception cause)
    {
        var said = RemoteFailureException.Of(cause, _told.Value);
        var failure = new Wire.RemoteFailure
        {
            TypeName = WireText.Cut(said.TypeName, WireText.TypeName),
            Message = WireText.Cut(said.Message, WireText.Message),
            StackText = WireText.Cut(said.StackText, WireText.StackText),
        };
        _payload.Write(said, failure);
        return failure;
    }

    /// <summary>Writes a payload without the texts of its failure.</summary>
    public Wire.RemoteFailure WritePayload(object? payload, string? problem)
    {
        var failure = new Wire.RemoteFailure();
        _payload.Write(new RemoteFailureException("", "", "", payload, problem).Telling(_told.Value), failure);
        return failure;
    }

    /// <summary>Reads the payload of a failure, or why it has none.</summary>
    public (object? Payload, string? Problem) ReadPayload(Wire.RemoteFailure failure) => _payload.Read(failure);

    /// <summary>
    /// Writes an exception or <c>Status.Failure</c> as text, because its serializer would send all of it. Returns null
    /// for other values, and for values without a payload with <c>remote-failures = full</c>.
    /// </summary>
    public Wire.Payload? WriteValue(object value) => value switch
    {
        Exception cause when IsText(cause) => Payload(WireManifest.Failure, cause),
        Status.Failure { Cause: { } cause } when IsText(cause) => Payload(WireManifest.StatusFailure, cause),
        _ => null,
    };

    public RemoteFailureException Read(Wire.RemoteFailure? failure)
    {
        if (failure is null)
            throw new InvalidDataException("a failure is missing");
        var (payload, problem) = _payload.Read(failure);
        return new RemoteFailureException(
            WireText.Cut(failure.TypeName, WireText.TypeName),
            WireText.Cut(failure.Message, WireText.Message),
            WireText.Cut(failure.StackText, WireText.StackText),
            payload,
            problem);
    }

    /// <summary>The failure to tell <paramref name="target"/>; an actor of this node gets the exception.</summary>
    /// <remarks>
    /// Akka's serializer loses exceptions that have no constructor for serialization, as most of the library's, and the
    /// payloads of users' exceptions. These are sent as text and payload, also with <c>remote-failures = full</c>.
    /// </remarks>
    public static Status.Failure For(ICanTell target, Exception cause, RemoteFailures told) => new(
        target is not IActorRefScope { IsLocal: false }
        || (told == RemoteFailures.Full
            && cause is not IApplicationFailure
            && cause.GetType().Assembly != typeof(WireFailure).Assembly)
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

    // With the setting full, other exceptions go through their own serializers, which may lose a payload.
    private bool IsText(Exception cause) => _told.Value != RemoteFailures.Full || cause is IApplicationFailure;

    private Wire.Payload Payload(string manifest, Exception cause) => new()
    {
        SerializerId = TxaioMessageSerializer.Id,
        Manifest = manifest,
        Data = Write(cause).ToByteString(),
    };
}
