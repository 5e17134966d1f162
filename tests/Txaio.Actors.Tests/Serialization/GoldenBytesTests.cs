using Txaio.Actors.Tests.Documentation;

namespace Txaio.Actors.Tests.Wire;

/// <summary>
/// The bytes of every message, as its first version wrote them. After a failure here, old and new nodes could not read
/// each other's messages. A message with a new format needs a new manifest.
/// </summary>
public sealed class GoldenBytesTests : WireTestKit
{
    private const string Folder = "tests/Txaio.Actors.Tests/Serialization/golden";

    [Fact]
    public void Message_has_the_bytes_it_always_had()
    {
        var changed = new List<string>();
        foreach (var (name, message) in OneOfEach())
        {
            var bytes = $"{Serializer.Manifest(message)}\n{Convert.ToHexString(Serializer.ToBinary(message))}\n";
            var file = Path.Combine(Repository.Root, Folder, $"{name}.txt");
            if (!File.Exists(file) || File.ReadAllText(file) != bytes)
                changed.Add($"{Folder}/{name}.txt:\n{bytes}");
        }

        Assert.Empty(changed);
    }

    [Fact]
    public void Bytes_of_old_nodes_are_read_as_they_were_meant()
    {
        foreach (var (name, message) in OneOfEach())
        {
            var lines = File.ReadAllLines(Path.Combine(Repository.Root, Folder, $"{name}.txt"));

            var read = Serializer.FromBinary(Convert.FromHexString(lines[1]), lines[0]);

            Assert.Equal(Serializer.ToBinary(message), Serializer.ToBinary(read));
        }
    }
}
