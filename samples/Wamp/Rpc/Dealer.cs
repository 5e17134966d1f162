using Wamp.Sessions;

namespace Wamp.Rpc;

/// <summary>The procedures of a realm and its pending calls. The realm's loop runs all of this code, also the
/// cancellers and callbacks of the calls' futures, so a dealer has no lock.</summary>
internal sealed class Dealer(ITxaio txaio, IBatchedTimer timeouts)
{
    private readonly Dictionary<string, Registration> _byProcedure = new(StringComparer.Ordinal);
    private long _lastId;

    /// <summary>The number of registered procedures.</summary>
    public int Count => _byProcedure.Count;

    /// <summary>The number of pending calls.</summary>
    public int Calls { get; private set; }

    public void Register(Peer callee, Register request)
    {
        if (request.Match != "exact" || request.Invoke != "single")
            callee.Refuse(request, Uris.OptionNotAllowed, "match must be exact, and invoke single");
        else if (!Uris.IsValid(request.Procedure))
            callee.Refuse(request, Uris.InvalidUri, $"'{request.Procedure}' is no URI for applications");
        else if (_byProcedure.ContainsKey(request.Procedure))
            callee.Refuse(request, Uris.ProcedureAlreadyExists, $"{request.Procedure} has a callee");
        else if (callee.Registrations.Count >= Peer.MaxRegistrations)
            callee.Refuse(request, Uris.TooMany, $"a session may have {Peer.MaxRegistrations} registrations");
        else
            callee.Send(new Registered(request.Request, Add(callee, request.Procedure)));
    }

    public void Unregister(Peer callee, Unregister request)
    {
        if (Remove(callee, request.Registration))
            callee.Send(new Unregistered(request.Request));
        else
            callee.Refuse(request, Uris.NoSuchRegistration, $"{request.Registration}");
    }

    /// <exception cref="ProtocolViolationException">A call with this request id is pending.</exception>
    public void Call(Peer caller, Call request)
    {
        if (caller.Calls.ContainsKey(request.Request))
            throw new ProtocolViolationException($"CALL {request.Request} is under way already");
        if (caller.Calls.Count >= Peer.MaxCalls)
            caller.Refuse(request, Uris.TooMany, $"a session may wait for {Peer.MaxCalls} calls");
        else if (!Uris.IsValid(request.Procedure))
            caller.Refuse(request, Uris.InvalidUri, $"'{request.Procedure}' is no URI for applications");
        else if (!_byProcedure.TryGetValue(request.Procedure, out var registration))
            caller.Refuse(request, Uris.NoSuchProcedure, $"{request.Procedure} has no callee");
        else
            Invoke(caller, request, registration);
    }

    /// <exception cref="ProtocolViolationException">The mode is unknown.</exception>
    public void Cancel(Peer caller, Cancel request)
    {
        if (!CancelModes.Has(request.Mode))
            throw new ProtocolViolationException($"mode = {request.Mode}: {CancelModes.Allowed}");
        // The call may have ended before the CANCEL arrived.
        if (!caller.Calls.TryGetValue(request.Request, out var call))
            return;
        if (request.Mode == CancelModes.Kill && call.Callee.Features.CallCanceling)
            call.Interrupt();
        else if (request.Mode == CancelModes.KillNoWait)
            call.Kill("cancelled by the caller");
        else
            call.Skip("cancelled by the caller");
    }

    /// <summary>Passes a progressive result to the caller.</summary>
    /// <exception cref="ProtocolViolationException">The callee got no such INVOCATION.</exception>
    public void Progress(Peer callee, Yield part) => Find(callee, part.Request)?.Progress(part);

    /// <summary>Ends a call with the callee's result.</summary>
    /// <exception cref="ProtocolViolationException">The callee got no such INVOCATION.</exception>
    public void Resolve(Peer callee, Yield result) => Find(callee, result.Request)?.Resolve(result);

    /// <summary>Ends a call with the callee's error.</summary>
    /// <exception cref="ProtocolViolationException">The callee got no such INVOCATION.</exception>
    public void Reject(Peer callee, Error error) => Find(callee, error.Request)?.Reject(error);

    /// <summary>Removes a session that has ended: its procedures, its own calls, and the calls that wait for it.
    /// </summary>
    public void Leave(Peer peer)
    {
        foreach (var registration in peer.Registrations.Keys.ToArray())
            Remove(peer, registration);
        foreach (var call in peer.Invocations.Values)
            call.Skip("the callee has left");
        foreach (var call in peer.Calls.Values)
            call.Kill("the caller has left");
    }

    private void Invoke(Peer caller, Call request, Registration registration)
    {
        var callee = registration.Callee;
        var call = new PendingCall(txaio, timeouts, caller, request, callee, ended: () => Calls--);
        Calls++;
        callee.Send(new Invocation(call.Invocation, registration.Id, call.ReceivesProgress, request.Payload));
    }

    // Null when the call has ended without the callee.
    private static PendingCall? Find(Peer callee, long invocation) =>
        callee.Invocations.GetValueOrDefault(invocation) ?? (invocation <= callee.LastInvocation
            ? null
            : throw new ProtocolViolationException($"there was no INVOCATION {invocation}"));

    private long Add(Peer callee, string procedure)
    {
        _byProcedure.Add(procedure, new Registration(++_lastId, callee));
        callee.Registrations.Add(_lastId, procedure);
        return _lastId;
    }

    private bool Remove(Peer callee, long id) =>
        callee.Registrations.Remove(id, out var procedure) && _byProcedure.Remove(procedure);

    private sealed record Registration(long Id, Peer Callee);
}
