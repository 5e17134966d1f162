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
/// <remarks><c>Try</c>, because the caller may have cancelled the future, which then ignores the reply.</remarks>
internal sealed class Request<T>(Future<T> future, Func<Message, T> read, Action<Payload>? progress = null) : IRequest
{
    public IFuture Future => future;

    public void Succeed(Message reply) => future.TryResolve(read(reply));

    public void Fail(Exception reason) => future.TryReject(reason);

    public void Progress(Payload part) => progress?.Invoke(part);
}

/// <summary>The options of a call.</summary>
/// <param name="Timeout">The router fails the call after this time; zero is no timeout.</param>
/// <param name="OnProgress">Called with each progressive result; the last result completes the future.</param>
internal sealed record CallOptions(TimeSpan Timeout = default, Action<Payload>? OnProgress = null);

/// <summary>A procedure of a component.</summary>
internal delegate Task<object?> Endpoint(EndpointCall call, CancellationToken interrupted);

/// <summary>One call of an endpoint.</summary>
/// <param name="Payload">The arguments of the call.</param>
/// <param name="Progress">Sends a progressive result.</param>
internal sealed record EndpointCall(Payload Payload, Action<object?> Progress);

/// <summary>The secret of a user, for the method <c>ticket</c> or <c>wampcra</c>.</summary>
internal sealed record Credentials(string Method, string AuthId, string Secret)
{
    public string Answer(Challenge challenge) => Method == "ticket"
        ? Secret
        : Authentication.Proof.Sign(Secret, challenge.Text ?? "");
}
