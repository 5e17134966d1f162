using System.Runtime.CompilerServices;

namespace Txaio.Actors.Cluster.Tests.Serialization;

/// <summary>
/// The bytes of every message, event and snapshot, as its first version wrote them. After a failure here, a new version
/// could not read what an old one sent or stored. An object with a new format needs a new manifest.
/// </summary>
public sealed class GoldenBytesTests : WireTestKit
{
    [Fact]
    public void Object_has_the_bytes_it_always_had()
    {
        var changed = new List<string>();
        foreach (var (name, message) in OneOfEach())
        {
            var bytes = $"{Serializer.Manifest(message)}\n{Convert.ToHexString(Serializer.ToBinary(message))}\n";
            var file = PathOf(name);
            if (!File.Exists(file) || File.ReadAllText(file) != bytes)
                changed.Add($"golden/{name}.txt:\n{bytes}");
        }

        Assert.Empty(changed);
    }

    [Fact]
    public void Bytes_of_old_versions_are_read_as_they_were_meant()
    {
        foreach (var (name, message) in OneOfEach())
        {
            var lines = File.ReadAllLines(PathOf(name));

            var read = Serializer.FromBinary(Convert.FromHexString(lines[1]), lines[0]);

            Assert.IsType(message.GetType(), read);
            Assert.Equal(Serializer.ToBinary(message), Serializer.ToBinary(read));
        }
    }

    private static string PathOf(string name, [CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "golden", $"{name}.txt");
}
