using Google.Protobuf;
using Txaio.Actors.Cluster.Serialization.Wire;
using CallForm = Txaio.Actors.Cluster.Stripes.CallForm;
using PackedCall = Txaio.Actors.Cluster.Stripes.PackedCall;

namespace Txaio.Actors.Cluster.Serialization;

/// <summary>
/// What a stripe stores, in its wire format: an event has the changes of one write, and a snapshot all calls and
/// clients. The stripe writes it itself, because a store serializes on another thread while the calls change. It is
/// small: an idle connection of a store may hold it for a minute.
/// </summary>
internal sealed class StripeRecord(byte[] bytes)
{
    /// <summary>A <see cref="Wire.StripeRecord"/> in bytes.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>Writes calls and clients one by one, so that no object for all of them is made.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="clients">The last stored batches of clients.</param>
    /// <param name="cancelled">In an event: the keys of cancelled calls.</param>
    /// <param name="done">In an event: the calls that are done.</param>
    public static StripeRecord Of(
        IEnumerable<PackedCall> calls,
        IEnumerable<ClientBatch> clients,
        IEnumerable<string>? cancelled = null,
        IEnumerable<DurableCallDone>? done = null)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            var forms = new Dictionary<CallForm, int>();
            var packed = new Wire.PackedCall();
            foreach (var call in calls)
            {
                if (forms.TryAdd(call.Form, forms.Count))
                    Write(output, Wire.StripeRecord.FormsFieldNumber, Wired(call.Form));
                packed.Form = forms[call.Form];
                packed.Due = call.Due;
                packed.Call = UnsafeByteOperations.UnsafeWrap(call.Bytes);
                Write(output, Wire.StripeRecord.CallsFieldNumber, packed);
            }

            foreach (var client in clients)
                Write(output, Wire.StripeRecord.ClientsFieldNumber, client);
            foreach (var key in cancelled ?? [])
            {
                output.WriteTag(Wire.StripeRecord.CancelledFieldNumber, WireFormat.WireType.LengthDelimited);
                output.WriteString(key);
            }

            foreach (var call in done ?? [])
                Write(output, Wire.StripeRecord.DoneFieldNumber, call);
        }

        return new StripeRecord(bytes.ToArray());
    }

    /// <summary>Reads all parts one by one.</summary>
    /// <param name="call">Takes a call.</param>
    /// <param name="client">Takes the last stored batch of a client.</param>
    /// <param name="cancelled">Takes the key of a cancelled call.</param>
    /// <param name="done">Takes a call that is done.</param>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no record.</exception>
    /// <exception cref="InvalidDataException">A call has no form, or wrong lengths.</exception>
    public void Read(
        Action<PackedCall> call, Action<ClientBatch> client, Action<string> cancelled, Action<DurableCallDone> done)
    {
        var forms = new List<CallForm>();
        var input = new CodedInputStream(Bytes);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case Wire.StripeRecord.FormsFieldNumber:
                    forms.Add(Unwired(Read(input, new Wire.CallForm())));
                    break;
                case Wire.StripeRecord.CallsFieldNumber:
                    call(Unwired(Read(input, new Wire.PackedCall()), forms));
                    break;
                case Wire.StripeRecord.ClientsFieldNumber:
                    client(Read(input, new ClientBatch()));
                    break;
                case Wire.StripeRecord.CancelledFieldNumber:
                    cancelled(input.ReadString());
                    break;
                case Wire.StripeRecord.DoneFieldNumber:
                    done(Read(input, new DurableCallDone()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    private static Wire.CallForm Wired(CallForm form)
    {
        var wired = new Wire.CallForm { SerializerId = form.SerializerId, Manifest = form.Manifest };
        if (form.ShardType is { } type)
            wired.ShardType = type;
        else
            wired.ActorParent = form.ActorParent;
        return wired;
    }

    private static CallForm Unwired(Wire.CallForm form) => form.TargetCase switch
    {
        Wire.CallForm.TargetOneofCase.ShardType => new(form.ShardType, null, form.SerializerId, form.Manifest),
        Wire.CallForm.TargetOneofCase.ActorParent => new(null, form.ActorParent, form.SerializerId, form.Manifest),
        _ => throw new InvalidDataException("a form without a target"),
    };

    private static PackedCall Unwired(Wire.PackedCall call, List<CallForm> forms) =>
        call.Form >= 0 && call.Form < forms.Count
            ? PackedCall.Checked(call.Call.ToByteArray(), forms[call.Form], call.Due)
            : throw new InvalidDataException($"a call of form {call.Form}, of {forms.Count} forms");

    private static void Write(CodedOutputStream output, int field, IMessage message)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteMessage(message);
    }

    private static T Read<T>(CodedInputStream input, T message)
        where T : IMessage
    {
        input.ReadMessage(message);
        return message;
    }
}
