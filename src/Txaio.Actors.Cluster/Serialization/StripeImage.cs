using Google.Protobuf;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Serialization;

/// <summary>
/// A stripe's snapshot in its wire format. The stripe writes it itself, because the snapshot store serializes on
/// another thread while the calls change.
/// </summary>
internal sealed class StripeImage(byte[] bytes)
{
    /// <summary>A <see cref="StripeSnapshot"/> in bytes.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>Writes calls and clients one by one, so that no object for all of them is made.</summary>
    public static StripeImage Of(IEnumerable<StoredCall> calls, IEnumerable<ClientBatch> clients)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            foreach (var call in calls)
                Write(output, StripeSnapshot.CallsFieldNumber, call);
            foreach (var client in clients)
                Write(output, StripeSnapshot.ClientsFieldNumber, client);
        }

        return new StripeImage(bytes.ToArray());
    }

    /// <summary>Reads calls and clients one by one.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no snapshot.</exception>
    public void Read(Action<StoredCall> call, Action<ClientBatch> client)
    {
        var input = new CodedInputStream(Bytes);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case StripeSnapshot.CallsFieldNumber:
                    call(Read(input, new StoredCall()));
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
