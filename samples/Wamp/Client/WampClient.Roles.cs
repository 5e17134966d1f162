using Txaio.Actors;
using Wamp.Protocol;

namespace Wamp.Client;

/// <summary>The four roles of a client: caller, callee, publisher, subscriber.</summary>
internal sealed partial class WampClient
{
    /// <summary>Calls a procedure. Cancelling the future sends CANCEL.</summary>
    public Future<Payload> Call(string procedure, params object?[] args) => Call(procedure, new CallOptions(), args);

    public Future<Payload> Call(string procedure, CallOptions options, params object?[] args)
    {
        var id = ++_lastRequest;
        var result = _txaio.CreateFuture<Payload>(canceller: _ => Send(new Cancel(id, "killnowait")));
        _requests.Add(id, new Request<Payload>(result, static reply => ((Result)reply).Payload, options.OnProgress));
        Send(new Call(id, (long)options.Timeout.TotalMilliseconds, options.OnProgress is not null, procedure,
            Payload.Of(args)));
        return result;
    }

    /// <summary>Sends CANCEL with this mode. The router decides how the call ends.</summary>
    public void Cancel(Future<Payload> call, string mode) =>
        Send(new Cancel(_requests.First(request => request.Value.Future == call).Key, mode));

    /// <summary>Registers an endpoint. An INTERRUPT cancels the token that the endpoint was called with.</summary>
    public Future<long> Register(string procedure, Endpoint endpoint) => Ask(
        id => new Register(id, "exact", "single", procedure),
        reply =>
        {
            var registration = ((Registered)reply).Registration;
            _endpoints.Add(registration, endpoint);
            return registration;
        });

    public Future<long> Unregister(long registration) => Ask(
        id => new Unregister(id, registration), _ => _endpoints.Remove(registration) ? registration : 0);

    public Future<long> Subscribe(string topic, Action<Payload> handler) => Ask(
        id => new Subscribe(id, "exact", topic),
        reply =>
        {
            var subscription = ((Subscribed)reply).Subscription;
            _handlers[subscription] = handler;
            return subscription;
        });

    public Future<long> Unsubscribe(long subscription) => Ask(
        id => new Unsubscribe(id, subscription), _ => _handlers.Remove(subscription) ? subscription : 0);

    /// <summary>Publishes. The future resolves when the router has queued the event for all subscribers.</summary>
    public Future<long> Publish(string topic, bool excludeMe, params object?[] args) => Ask(
        id => new Publish(id, Acknowledge: true, excludeMe, topic, Payload.Of(args)),
        static reply => ((Published)reply).Publication);

    private Future<T> Ask<T>(Func<long, Message> question, Func<Message, T> read)
    {
        var id = ++_lastRequest;
        var answer = _txaio.CreateFuture<T>();
        _requests.Add(id, new Request<T>(answer, read));
        Send(question(id));
        return answer;
    }

    private void On(Message message)
    {
        switch (message)
        {
            case Event published:
                if (_handlers.TryGetValue(published.Subscription, out var handler))
                    _txaio.AsFuture(handler, published.Payload);
                break;
            case Invocation invocation:
                OnInvocation(invocation);
                break;
            case Interrupt interrupt:
                if (_invocations.TryGetValue(interrupt.Request, out var running))
                    _txaio.Cancel(running, "interrupted by the caller");
                break;
            case Result { Progress: true } part:
                _requests.GetValueOrDefault(part.Request)?.Progress(part.Payload);
                break;
            case Error error:
                if (_requests.Remove(error.Request, out var failed))
                    failed.Fail(new WampException(error.Uri, "the router or a callee said so", error.Payload));
                break;
            default:
                if (IdOf(message) is { } id && _requests.Remove(id, out var request))
                    request.Succeed(message);
                break;
        }
    }

    // Autobahn has the same two calls: txaio.as_future(endpoint), txaio.add_callbacks(on_reply, success, error).
    private void OnInvocation(Invocation invocation)
    {
        var id = invocation.Request;
        var call = new EndpointCall(invocation.Payload, part => Send(new Yield(id, true, Payload.Of(part))));
        var result = _txaio.AsFuture(token => _endpoints[invocation.Registration](call, token));
        _invocations.Add(id, result);
        _txaio.AddCallbacks(
            result,
            value =>
            {
                _invocations.Remove(id);
                Send(new Yield(id, false, Payload.Of(value)));
            },
            failure =>
            {
                _invocations.Remove(id);
                var error = failure.Value as WampException ?? new WampException(
                    failure.Value is FutureCancelledException ? Uris.Canceled : Uris.RuntimeError,
                    _txaio.FailureMessage(failure));
                Send(new Error(Codes.Invocation, id, error.Uri, error.Payload));
            });
    }

    private static long? IdOf(Message reply) => reply switch
    {
        Result m => m.Request,
        Registered m => m.Request,
        Unregistered m => m.Request,
        Subscribed m => m.Request,
        Unsubscribed m => m.Request,
        Published m => m.Request,
        _ => null,
    };
}
