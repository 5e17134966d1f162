using Akka;

namespace Wamp.Client;

/// <summary>The four roles of a client: caller, callee, publisher, subscriber.</summary>
internal sealed partial class WampClient
{
    /// <summary>Calls a procedure. Cancelling the future sends CANCEL.</summary>
    public Future<Payload> Call(string procedure, params object?[] args) => Call(procedure, new CallOptions(), args);

    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative or too long.</exception>
    public Future<Payload> Call(string procedure, CallOptions options, params object?[] args)
    {
        var timeout = options.TimeoutMilliseconds;
        return Ask(
            id => new Call(id, timeout, options.OnProgress is not null, procedure, Payload.Of(args)),
            static (Result reply) => reply.Payload,
            canceller: call => Cancel(call, CancelModes.KillNoWait),
            options.OnProgress);
    }

    /// <summary>Sends CANCEL with the mode <c>skip</c>, <c>kill</c> or <c>killnowait</c>. The router decides how the
    /// call ends.</summary>
    /// <returns>False when the call has ended.</returns>
    /// <exception cref="ArgumentException">The mode is unknown.</exception>
    public bool Cancel(Future<Payload> call, string mode)
    {
        if (!CancelModes.Has(mode))
            throw new ArgumentException($"The mode of a CANCEL, '{mode}', {CancelModes.Allowed}.", nameof(mode));
        if (!_ids.TryGetValue(call, out var id))
            return false;
        Send(new Cancel(id, mode));
        return true;
    }

    /// <summary>Registers an endpoint. An INTERRUPT cancels the token that the endpoint was called with.</summary>
    public Future<long> Register(string procedure, Endpoint endpoint) => Ask(
        id => new Register(id, "exact", "single", procedure),
        (Registered reply) =>
        {
            _endpoints[reply.Registration] = endpoint;
            return reply.Registration;
        });

    public Future<long> Unregister(long registration) => Ask(
        id => new Unregister(id, registration),
        (Unregistered _) => _endpoints.Remove(registration) ? registration : 0);

    /// <summary>Adds a handler of a topic's events. Several handlers of one topic each get its events.</summary>
    public Future<Subscription> Subscribe(string topic, Action<Payload> handler) => Ask(
        id => new Subscribe(id, "exact", topic),
        (Subscribed reply) =>
        {
            var subscription = new Subscription(reply.Subscription, topic, handler);
            if (!_handlers.TryGetValue(subscription.Id, out var handlers))
                _handlers.Add(subscription.Id, handlers = []);
            handlers.Add(subscription);
            return subscription;
        });

    /// <summary>Removes a handler. The last handler of a topic ends the router's subscription.</summary>
    public Future<Done> Unsubscribe(Subscription subscription)
    {
        var handlers = _handlers.GetValueOrDefault(subscription.Id, []);
        if (!handlers.Remove(subscription))
            return _txaio.CreateFutureError<Done>(new WampException(Uris.NoSuchSubscription, subscription.Topic));
        subscription.IsActive = false;
        // A SUBSCRIBE under way gets the id of the same subscription, which an UNSUBSCRIBE behind it would end.
        if (handlers.Count > 0 || _requests.Values.Any(
            request => request.Question is Subscribe subscribe && subscribe.Topic == subscription.Topic))
        {
            return _txaio.CreateFutureSuccess();
        }

        _handlers.Remove(subscription.Id);
        return Ask(id => new Unsubscribe(id, subscription.Id), static (Unsubscribed _) => Done.Instance);
    }

    /// <summary>Publishes. The future resolves when the router has queued the event for all subscribers.</summary>
    public Future<long> Publish(string topic, bool excludeMe, params object?[] args) => Ask(
        id => new Publish(id, Acknowledge: true, excludeMe, topic, Payload.Of(args)),
        static (Published reply) => reply.Publication);

    // Once the session has ended, the request fails at once.
    private Future<T> Ask<TReply, T>(
        Func<long, Message> question,
        Func<TReply, T> read,
        Action<Future<T>>? canceller = null,
        Action<Payload>? onProgress = null)
        where TReply : Message
    {
        var answer = _txaio.CreateFuture(canceller);
        if (_ended is not null)
        {
            answer.Reject(_ended);
            return answer;
        }

        var id = ++_lastRequest;
        var message = question(id);
        Send(message);
        _requests.Add(id, new PendingRequest(message, answer, Succeed, onProgress));
        _ids.Add(answer, id);
        return answer;

        // Try, because the caller may have cancelled the future, which then ignores the reply.
        void Succeed(Message reply) => answer.TryResolve(read(reply as TReply
            ?? throw new ProtocolViolationException($"{reply.Name} is no reply to request {id}")));
    }

    private void On(Message message)
    {
        switch (message)
        {
            case Event published:
                foreach (var subscription in _handlers.GetValueOrDefault(published.Subscription, []))
                    _txaio.Loop.CallSoon(subscription.Handle, published.Payload);
                break;
            case Invocation invocation:
                OnInvocation(invocation);
                break;
            case Interrupt interrupt:
                if (_invocations.TryGetValue(interrupt.Request, out var running))
                    _txaio.Cancel(running, "interrupted by the caller");
                break;
            case Result { Progress: true } part:
                if (_requests.GetValueOrDefault(part.Request)?.OnProgress is { } onProgress)
                    _txaio.Loop.CallSoon(onProgress, part.Payload);
                break;
            case Error error:
                _requests.GetValueOrDefault(error.Request)?.Future.TryReject(
                    new WampException(error.Uri, "the router or a callee said so", error.Payload));
                Remove(error.Request);
                break;
            case IReply reply:
                // A wrong reply throws. The end of the session then fails the request.
                _requests.GetValueOrDefault(reply.Request)?.Succeed(message);
                Remove(reply.Request);
                break;
            default:
                throw new ProtocolViolationException($"{message.Name} is not allowed after WELCOME");
        }
    }

    private void Remove(long id)
    {
        if (_requests.Remove(id, out var request))
            _ids.Remove(request.Future);
    }

    // Autobahn has the same two calls: txaio.as_future(endpoint), txaio.add_callbacks(on_reply, success, error).
    private void OnInvocation(Invocation invocation)
    {
        var id = invocation.Request;
        var call = new EndpointCall(invocation.Payload, part => Send(new Yield(id, true, Payload.Of(part))));
        var result = _txaio.AsFuture(token => _endpoints.TryGetValue(invocation.Registration, out var endpoint)
            ? endpoint(call, token)
            : throw new WampException(Uris.NoSuchRegistration, $"{invocation.Registration}"));
        _invocations.Add(id, result);
        result.AddCallbacks(
            static (value, on) => on.Client.Answer(on.Id, new Yield(on.Id, false, Payload.Of(value))),
            static (failure, on) => on.Client.Answer(on.Id, on.Client.ErrorOf(on.Id, failure)),
            (Client: this, Id: id));
    }

    private void Answer(long invocation, Message answer)
    {
        _invocations.Remove(invocation);
        Send(answer);
    }

    private Error ErrorOf(long invocation, IFailedFuture failure)
    {
        var error = failure.Value as WampException ?? new WampException(
            failure.Value is FutureCancelledException ? Uris.Canceled : Uris.RuntimeError,
            _txaio.FailureMessage(failure));
        return new Error(Codes.Invocation, invocation, error.Uri, error.Payload);
    }

    /// <summary>A request that waits for its reply.</summary>
    private sealed record PendingRequest(
        Message Question, IFuture Future, Action<Message> Succeed, Action<Payload>? OnProgress);
}
