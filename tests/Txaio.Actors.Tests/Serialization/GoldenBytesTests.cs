using System.Reflection;
using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.Serialization;
using Txaio.Actors.Tests.Documentation;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Tests.Wire;

/// <summary>
/// The bytes of every message, as each release writes them. After a failure here, old and new nodes could not read
/// each other's messages. A message with a new format needs a new manifest.
/// </summary>
public sealed class GoldenBytesTests : WireTestKit
{
    private readonly GoldenFiles _golden;

    public GoldenBytesTests()
    {
        var all = OneOfEach();
        // Values with manifests of their own, which only occur within messages.
        all.Add("resolve-failure", new Resolve(new RemoteFailureException("System.FormatException", "it failed", "")));
        all.Add(
            "resolve-status-failure",
            new Resolve(new Status.Failure(new RemoteFailureException("System.FormatException", "it failed", ""))));
        var folder = Path.Combine(Repository.Root, "tests/Txaio.Actors.Tests/Serialization/golden");
        _golden = new GoldenFiles(folder, Serializer, all);
    }

    [Fact]
    public void Message_has_the_bytes_it_always_had()
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
}
