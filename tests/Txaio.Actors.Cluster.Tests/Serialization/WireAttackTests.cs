using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using Google.Protobuf;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Serialization;
using Txaio.Actors.Tests.Shared.Wire;

namespace Txaio.Actors.Cluster.Tests.Serialization;

/// <summary>
/// Hostile bytes that are made from the golden files: each is a message or ignored, an event or snapshot is refused with
/// one short exception, and all use memory in proportion to their length.
/// </summary>
public sealed class WireAttackTests : WireTestKit
{
    [Fact]
    public void Hostile_bytes_are_a_message_or_refused_and_allocate_little()
    {
        var (read, refused) = (0, 0);
        foreach (var (manifest, bytes) in new WireAttacks(Folder()).All())
        {
            WireAttacks.Bounded(bytes, manifest, () =>
            {
                if (Reads(manifest, bytes))
                    read++;
                else
                    refused++;
            });
        }

        Assert.True(read > 1_000 && refused > 10_000, $"{read} read, {refused} refused");
    }

    private bool Reads(string manifest, byte[] bytes)
    {
        try
        {
            var message = Serializer.FromBinary(bytes, manifest);
            Assert.NotNull(message.ToString());
            (message as StripeRecord)?.Read(static _ => { }, static _ => { }, static _ => { }, static _ => { });
            return message is not UnreadMessage;
        }
        catch (SerializationException e)
        {
            Assert.InRange(e.Message.Length, 20, 500);
            return false;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
        {
            return false;
        }
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "golden");
}
