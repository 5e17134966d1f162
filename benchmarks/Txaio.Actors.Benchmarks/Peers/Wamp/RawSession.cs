using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Channels;

namespace Txaio.Actors.Benchmarks.Peers.Wamp;

/// <summary>
/// A client of <see cref="RawRouter"/>. One task receives, and writes what follows from each message into the outbox of
/// the client concerned; another task sends the outbox.
/// </summary>
internal sealed class RawSession(WebSocket socket, ConcurrentDictionary<string, RawRegistration> procedures)
{
    private const int OutboxMessages = 20_000;
    private const int BufferSize = 4096;

    private readonly Channel<byte[]> _outbox = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(OutboxMessages) { SingleReader = true });

    // The receiving tasks of the callers add; the receiving task of this session, a callee, removes.
    private readonly ConcurrentDictionary<long, RawInvocation> _invocations = [];
    private long _lastInvocation;

    // The receiving task alone uses both.
    private readonly ArrayBufferWriter<byte> _incoming = new(BufferSize);
    private readonly ArrayBufferWriter<byte> _written = new(BufferSize);

    public async Task RunAsync()
    {
        var sending = SendAllAsync();
        try
        {
            while (await ReceiveAsync())
                Route();
        }
        finally
        {
            foreach (var (procedure, registration) in procedures.Where(one => one.Value.Callee == this))
                procedures.TryRemove(new KeyValuePair<string, RawRegistration>(procedure, registration));
            _outbox.Writer.TryComplete();
            await sending;
        }
    }

    private async ValueTask<bool> ReceiveAsync()
    {
        _incoming.ResetWrittenCount();
        while (true)
        {
            var part = await socket.ReceiveAsync(_incoming.GetMemory(BufferSize), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
                return false;
            _incoming.Advance(part.Count);
            if (part.EndOfMessage)
                return true;
        }
    }

    private async Task SendAllAsync()
    {
        while (await _outbox.Reader.WaitToReadAsync())
        {
            while (_outbox.Reader.TryRead(out var message))
                await socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private void Route()
    {
        using var json = JsonDocument.Parse(_incoming.WrittenMemory);
        var message = json.RootElement;
        switch (message[0].GetInt32())
        {
            case WampCodes.Hello:
                Write([WampCodes.Welcome, 1], "{\"roles\":{\"dealer\":{}}}"u8);
                break;
            case WampCodes.Register:
                Register(message[1].GetInt64(), message[3].GetString()!);
                break;
            case WampCodes.Call:
                Call(message);
                break;
            case WampCodes.Yield:
                Yield(message);
                break;
            case var code:
                throw new InvalidOperationException($"The raw router does not know messages with the code {code}.");
        }
    }

    private void Register(long request, string procedure)
    {
        var registration = new RawRegistration(this, procedures.Count + 1);
        if (procedures.TryAdd(procedure, registration))
            Write([WampCodes.Registered, request, registration.Id]);
        else
            Write([WampCodes.Error, WampCodes.Register, request], "{},\"wamp.error.procedure_already_exists\""u8);
    }

    private void Call(JsonElement message)
    {
        var request = message[1].GetInt64();
        if (procedures.TryGetValue(message[3].GetString()!, out var registration))
            registration.Callee.Invoke(
                registration.Id, new RawInvocation(this, request), Arguments(message, 4), _written);
        else
            Write([WampCodes.Error, WampCodes.Call, request], "{},\"wamp.error.no_such_procedure\""u8);
    }

    // Runs on the caller's receiving task, with the caller's buffer.
    private void Invoke(
        long registration, RawInvocation invocation, ReadOnlySpan<byte> arguments, ArrayBufferWriter<byte> buffer)
    {
        var id = Interlocked.Increment(ref _lastInvocation);
        _invocations.TryAdd(id, invocation);
        Send(Message(buffer, [WampCodes.Invocation, id, registration], "{}"u8, arguments));
    }

    private void Yield(JsonElement message)
    {
        if (!_invocations.TryRemove(message[1].GetInt64(), out var invocation))
            throw new InvalidOperationException($"There is no invocation {message[1]}.");
        invocation.Caller.Send(
            Message(_written, [WampCodes.Result, invocation.Request], "{}"u8, Arguments(message, 3)));
    }

    private void Write(ReadOnlySpan<long> head, ReadOnlySpan<byte> rest = default) =>
        Send(Message(_written, head, rest, default));

    private void Send(byte[] message)
    {
        if (!_outbox.Writer.TryWrite(message))
            socket.Abort();
    }

    private static ReadOnlySpan<byte> Arguments(JsonElement message, int index) =>
        index < message.GetArrayLength() ? JsonMarshal.GetRawUtf8Value(message[index]) : default;

    private static byte[] Message(
        ArrayBufferWriter<byte> buffer,
        ReadOnlySpan<long> head,
        ReadOnlySpan<byte> details,
        ReadOnlySpan<byte> arguments)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartArray();
            foreach (var number in head)
                json.WriteNumberValue(number);
            if (!details.IsEmpty)
                json.WriteRawValue(details, skipInputValidation: true);
            if (!arguments.IsEmpty)
                json.WriteRawValue(arguments, skipInputValidation: true);
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>A procedure and the session that registered it.</summary>
internal sealed record RawRegistration(RawSession Callee, long Id);

/// <summary>A call that waits for its YIELD.</summary>
internal readonly record struct RawInvocation(RawSession Caller, long Request);
