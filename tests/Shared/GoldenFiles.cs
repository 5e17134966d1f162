using System.Security.Cryptography;
using Akka.Serialization;

namespace Txaio.Actors.Tests.Shared;

/// <summary>
/// The bytes that each release writes: a folder for each release, with a file for each object, which has the manifest
/// and the bytes. <c>released.sha256</c> has the hash of every file, in the format of <c>sha256sum</c>.
/// </summary>
/// <param name="folder">The folder of the releases.</param>
/// <param name="serializer">The serializer under test.</param>
/// <param name="oneOfEach">An object of each kind, by the name of its file.</param>
internal sealed class GoldenFiles(
    string folder, SerializerWithStringManifest serializer, IReadOnlyDictionary<string, object> oneOfEach)
{
    private const string HashList = "released.sha256";

    /// <summary>The version of the packages, whose folder has the bytes that are written now.</summary>
    private static string Version { get; } = typeof(ITxaio).Assembly.GetName().Version!.ToString(3);

    /// <summary>The files of this version that are missing or have other bytes, each with its right text.</summary>
    public IEnumerable<string> Changed() =>
        from one in oneOfEach
        let file = $"{Version}/{one.Key}.txt"
        let text = $"{serializer.Manifest(one.Value)}\n{Convert.ToHexString(serializer.ToBinary(one.Value))}\n"
        where !File.Exists(Path.Combine(folder, file)) || File.ReadAllText(Path.Combine(folder, file)) != text
        select $"golden/{file}:\n{text}";

    /// <summary>The files of all releases that are not read as the object of their name.</summary>
    public IEnumerable<string> NotReadAsMeant() => Files().Where(file => !IsReadAsMeant(file));

    /// <summary>
    /// The lines by which the list of hashes differs from the files: a release's file must not change, and each new
    /// file needs a line.
    /// </summary>
    public IEnumerable<string> Unlisted()
    {
        var listed = File.ReadAllLines(Path.Combine(folder, HashList));
        string[] files = [.. Files().Select(file => $"{Hash(file)}  {file}")];
        return files.Except(listed).Select(static line => $"+ {line}")
            .Concat(listed.Except(files).Select(static line => $"- {line}"));
    }

    /// <summary>The manifests of <paramref name="all"/> that no file of this version has, whole or in its bytes.</summary>
    public IEnumerable<string> WithoutFile(IEnumerable<string> all)
    {
        string[] files = [.. Files().Where(static file => file.StartsWith($"{Version}/", StringComparison.Ordinal))];
        return all.Where(manifest => !files.Any(file =>
        {
            var (own, bytes) = Read(file);
            return own == manifest || bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(manifest)) >= 0;
        }));
    }

    private bool IsReadAsMeant(string file)
    {
        if (!oneOfEach.TryGetValue(Path.GetFileNameWithoutExtension(file), out var meant))
            return false;
        var (manifest, bytes) = Read(file);
        var read = serializer.FromBinary(bytes, manifest);
        return read.GetType() == meant.GetType()
            && serializer.ToBinary(read).AsSpan().SequenceEqual(serializer.ToBinary(meant));
    }

    private (string Manifest, byte[] Bytes) Read(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, file));
        return (lines[0], Convert.FromHexString(lines[1]));
    }

    private string Hash(string file) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file))));

    // Such as 0.1.0/resolve.txt.
    private string[] Files() =>
    [
        .. Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];
}
