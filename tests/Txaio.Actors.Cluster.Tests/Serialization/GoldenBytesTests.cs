using System.Reflection;
using System.Runtime.CompilerServices;
using Txaio.Actors.Cluster.Serialization;

namespace Txaio.Actors.Cluster.Tests.Serialization;

/// <summary>
/// The bytes of every message, event and snapshot, as each release writes them. After a failure here, a new version
/// could not read what an old one sent or stored. An object with a new format needs a new manifest.
/// </summary>
public sealed class GoldenBytesTests : WireTestKit
{
    private readonly GoldenFiles _golden;

    public GoldenBytesTests() => _golden = new GoldenFiles(Folder(), Serializer, OneOfEach());

    [Fact]
    public void Object_has_the_bytes_it_always_had()
    {
        var changed = string.Concat(_golden.Changed());
        Assert.True(changed.Length == 0, changed);
    }

    [Fact]
    public void Bytes_of_every_release_are_read_as_they_were_meant() => Assert.Empty(_golden.NotReadAsMeant());

    [Fact]
    public void Files_of_a_release_never_change() => Assert.Empty(_golden.Unlisted());

    [Fact]
    public void Every_manifest_has_a_file() =>
        Assert.Empty(_golden.WithoutFile(
            typeof(WireManifest).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(static field => (string)field.GetRawConstantValue()!)));

    private static string Folder([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "golden");
}
