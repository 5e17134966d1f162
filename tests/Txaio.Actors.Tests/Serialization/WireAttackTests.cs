using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using Txaio.Actors.Tests.Shared.Wire;

namespace Txaio.Actors.Tests.Wire;

/// <summary>
/// Hostile bytes that are made from the golden files: each is a message or one short exception, and uses memory in
/// proportion to its length.
/// </summary>
public sealed class WireAttackTests() : WireTestKit("akka { loggers = [], stdout-loglevel = OFF }")
{
    [Fact]
    public void Hostile_bytes_are_a_message_or_refused_and_allocate_little()
    {
        var (read, refused) = (0, 0);
        foreach (var (manifest, bytes) in new WireAttacks(Folder()).All())
        {
            WireAttacks.Bounded(bytes, manifest, () =>
            {
                try
                {
                    Assert.NotNull(Serializer.FromBinary(bytes, manifest).ToString());
                    read++;
                }
                catch (SerializationException e)
                {
                    refused++;
                    Assert.InRange(e.Message.Length, 20, 500);
                }
            });
        }

        Assert.True(read > 1_000 && refused > 10_000, $"{read} read, {refused} refused");
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "golden");
}
