using Google.Protobuf;
using Txaio.Actors.Cluster.Serialization.Wire;
using CallForm = Txaio.Actors.Cluster.Stripes.CallForm;
using PackedCall = Txaio.Actors.Cluster.Stripes.PackedCall;

namespace Txaio.Actors.Cluster.Serialization;

/// <summary>
/// A stripe's snapshot in its wire format. The stripe writes it itself, because the snapshot store serializes on
/// another thread while the calls change. It is small: an idle connection of a store may hold it for a minute.
/// </summary>
internal sealed class StripeImage(byte[] bytes)
{
    /// <summary>A <see cref="StripeSnapshot"/> in bytes.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>Writes calls and clients one by one, so that no object for all of them is made.</summary>
    public static StripeImage Of(IEnumerable<PackedCall> calls, IEnumerable<ClientBatch> clients)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            var forms = new Dictionary<CallForm, int>();
            var packed = new Wire.PackedCall();
            foreach (var call in calls)
            {
                if (forms.TryAdd(call.Form, forms.Count))
                    Write(output, StripeSnapshot.FormsFieldNumber, Wired(call.Form));
                packed.Form = forms[call.Form];
                packed.Due = call.Due;
                packed.Call = UnsafeByteOperations.UnsafeWrap(call.Bytes);
                Write(output, StripeSnapshot.CallsFieldNumber, packed);
            }

            foreach (var client in clients)
                Write(output, StripeSnapshot.ClientsFieldNumber, client);
        }

        return new StripeImage(bytes.ToArray());
    }

    /// <summary>Reads calls and clients one by one.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no snapshot.</exception>
    /// <exception cref="InvalidDataException">A call has no form, or wrong lengths.</exception>
    public void Read(Action<PackedCall> call, Action<ClientBatch> client)
    {
        var forms = new List<CallForm>();
        var input = new CodedInputStream(Bytes);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case StripeSnapshot.FormsFieldNumber:
                    forms.Add(Unwired(Read(input, new Wire.CallForm())));
                    break;
                case StripeSnapshot.CallsFieldNumber:
                    call(Unwired(Read(input, new Wire.PackedCall()), forms));
                    break;
                case StripeSnapshot.ClientsFieldNumber:
                    client(Read(input, new ClientBatch()));
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
