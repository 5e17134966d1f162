using Txaio.Actors;
using Wamp.Protocol;

namespace Wamp.Client;

/// <summary>A request that waits for its reply.</summary>
internal interface IRequest
{
    IFuture Future { get; }

    void Succeed(Message reply);

    void Fail(Exception reason);

    void Progress(Payload part);
}

/// <inheritdoc/>
/// <remarks>The future may have been cancelled, and then keeps that: hence <c>Try</c>.</remarks>
internal sealed class Request<T>(Future<T> future, Func<Message, T> read, Action<Payload>? progress = null) : IRequest
{
    public IFuture Future => future;

    public void Succeed(Message reply) => future.TryResolve(read(reply));

    public void Fail(Exception reason) => future.TryReject(reason);

    public void Progress(Payload part) => progress?.Invoke(part);
}

/// <summary>How a call is made.</summary>
/// <param name="Timeout">For the router to keep; zero for none.</param>
/// <param name="OnProgress">Called with each part of a result before the last.</param>
internal sealed record CallOptions(TimeSpan Timeout = default, Action<Payload>? OnProgress = null);

/// <summary>A procedure of a component.</summary>
internal delegate Task<object?> Endpoint(EndpointCall call, CancellationToken interrupted);

/// <summary>One call of an endpoint.</summary>
/// <param name="Payload">Its arguments.</param>
/// <param name="Progress">Sends a part of the result.</param>
internal sealed record EndpointCall(Payload Payload, Action<object?> Progress);

/// <summary>Proof of identity, by <c>ticket</c> or <c>wampcra</c>.</summary>
internal sealed record Credentials(string Method, string AuthId, string Secret)
{
    public string Answer(Challenge challenge) => Method == "ticket"
        ? Secret
        : Authentication.Proof.Sign(Secret, challenge.Text ?? "");
}
