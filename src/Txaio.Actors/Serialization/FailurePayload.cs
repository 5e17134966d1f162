using Akka.Actor;
using Txaio.Actors.Guarding;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Serialization;

/// <summary>
/// Converts the payloads of failures. A payload that cannot be written or read does not keep the failure from arriving:
/// the failure then has a text that says why.
/// </summary>
/// <param name="system">The actor system.</param>
/// <param name="payloads">Converts values by the serializers of their types.</param>
internal sealed class FailurePayload(ExtendedActorSystem system, WirePayload payloads)
{
    // Left for addresses and paths, so that a failure with its payload fits into a frame.
    private const int RoomForOthers = 8_192;

    private readonly Lazy<int> _largest = new(() => LargestFrame.In(system.Settings.Config) - RoomForOthers);

    /// <summary>The payload of a failure, and why it has none though it had one.</summary>
    public static (object? Payload, string? Problem) Of(Exception cause)
    {
        try
        {
            // The property of a user's exception may throw.
            if ((cause as IApplicationFailure)?.Payload is { } payload)
                return (payload, null);
        }
        catch (Exception e)
        {
            return (null, $"its property threw {WireText.Reason(e)}");
        }

        return (null, (cause is FutureCancelledException ? cause.InnerException : cause) switch
        {
            RemoteFailureException remote => remote.PayloadProblem,
            ApplicationFailureException application => application.PayloadProblem,
            _ => null,
        });
    }

    /// <summary>A line for the text of an exception: the type of the payload, or why it is missing.</summary>
    public static string Text(object? payload, string? problem) => (payload, problem) switch
    {
        ({ } value, _) => $"\n--- payload: {value.GetType().FullName} ---",
        (null, { } reason) => $"\n--- payload missing: {reason} ---",
        _ => "",
    };

    /// <summary>Adds the payload of <paramref name="said"/> to <paramref name="failure"/>, which has its texts.</summary>
    public void Write(RemoteFailureException said, Wire.RemoteFailure failure)
    {
        failure.PayloadProblem = Cut(said.PayloadProblem);
        if (said.Payload is not { } payload)
            return;
        try
        {
            var room = _largest.Value - failure.CalculateSize();
            var written = payloads.Write(payload)!;
            if (written.Data.Length > room)
                failure.PayloadProblem = $"it has {written.Data.Length} bytes, and {Math.Max(room, 0)} fit into a message";
            else
                failure.Payload = written;
        }
        catch (Exception e)
        {
            failure.PayloadProblem = Cut($"it could not be written: {WireText.Reason(e)}");
        }
    }

    /// <summary>The payload of a failure that was read, or why it has none.</summary>
    public (object? Payload, string? Problem) Read(Wire.RemoteFailure failure)
    {
        if (failure.Payload is not { } payload)
            return (null, failure.PayloadProblem.Length == 0 ? null : Cut(failure.PayloadProblem));
        try
        {
            var value = payloads.Read(payload);
            // An actor that tells the payload to another would tell it in the name of this process.
            return SendingNode.Here.Address is not null && ControlMessages.IsControl(value)
                ? (null, $"a {value?.GetType().Name} of another node is refused")
                : (value, null);
        }
        catch (Exception e)
        {
            var manifest = WireText.Cut(payload.Manifest, WireText.LoggedManifest);
            return (null, Cut(
                $"it could not be read here (serializer {payload.SerializerId}, manifest '{manifest}'): "
                + WireText.Reason(e)));
        }
    }

    private static string Cut(string? problem) =>
        WireText.Cut(problem, WireText.PayloadProblem).ReplaceLineEndings(" ");
}
