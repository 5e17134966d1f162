namespace Txaio.Actors.Tests.Shared.Wire;

/// <summary>
/// Hostile bytes that are made from the golden files of a serializer, so that a new message is attacked by itself: every
/// truncation, every flipped bit, every length in place of each byte, splices of two files, and each file under the
/// manifests of all others, of other versions and of none.
/// </summary>
internal sealed class WireAttacks
{
    private const int Splices = 20_000;
    private const int Seed = 20260102;

    // The varints of 4 GB - 1, 2 GB - 1, 2 GB, the largest and an endless number, and of 16 MB, which fits no golden file.
    private static readonly byte[][] Lengths =
    [
        [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0x80, 0x80, 0x80, 0x80, 0x08],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [.. Enumerable.Repeat((byte)0xFF, 32)], [0x80, 0x80, 0x80, 0x08],
    ];

    private readonly (string Manifest, byte[] Bytes)[] _golden;

    /// <param name="folder">
    /// The golden files of all releases: a line with the manifest, a line with the bytes.
    /// </param>
    public WireAttacks(string folder)
    {
        _golden = [.. Directory.GetFiles(folder, "*.txt", SearchOption.AllDirectories).Order().Select(static path => File.ReadAllLines(path))
            .Select(static lines => (lines[0], Convert.FromHexString(lines[1])))];
        if (_golden.Length < 5)
            throw new InvalidOperationException($"{folder} has no golden files.");
    }

    /// <summary>All attacks.</summary>
    public IEnumerable<(string Manifest, byte[] Bytes)> All() =>
        Truncations().Concat(Flips()).Concat(HugeLengths()).Concat(Spliced()).Concat(Manifests());

    /// <summary>Each file cut off after each byte.</summary>
    public IEnumerable<(string Manifest, byte[] Bytes)> Truncations() =>
        from file in _golden
        from length in Enumerable.Range(0, file.Bytes.Length)
        select (file.Manifest, file.Bytes[..length]);

    /// <summary>Each file with each bit flipped.</summary>
    public IEnumerable<(string Manifest, byte[] Bytes)> Flips() =>
        from file in _golden
        from bit in Enumerable.Range(0, file.Bytes.Length * 8)
        select (file.Manifest, Changed(file.Bytes, bytes => bytes[bit / 8] ^= (byte)(1 << (bit % 8))));

    /// <summary>Each file with a huge number in place of each byte.</summary>
    public IEnumerable<(string Manifest, byte[] Bytes)> HugeLengths() =>
        from file in _golden
        from at in Enumerable.Range(0, file.Bytes.Length)
        from length in Lengths
        select (file.Manifest, (byte[])[.. file.Bytes[..at], .. length, .. file.Bytes[(at + 1)..]]);

    /// <summary>The beginning of one file and the end of another.</summary>
    public IEnumerable<(string Manifest, byte[] Bytes)> Spliced()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Splices; i++)
        {
            var (first, second) = (_golden[random.Next(_golden.Length)], _golden[random.Next(_golden.Length)]);
            yield return (
                first.Manifest,
                [.. first.Bytes[..random.Next(first.Bytes.Length + 1)], .. second.Bytes[random.Next(second.Bytes.Length + 1)..]]);
        }
    }

    /// <summary>Each file under the manifest of each other, of another version, and under names that are none.</summary>
    public IEnumerable<(string Manifest, byte[] Bytes)> Manifests()
    {
        string[] manifests =
        [
            .. _golden.Select(static it => it.Manifest).Distinct(), .. _golden.Select(static it => it.Manifest.Replace("/1", "/2")).Distinct(),
            "", " ", "/1", "resolve", "RESOLVE/1", "a\nb\u001b[2J", "\ud83d", new string('m', 70_000),
        ];
        return from manifest in manifests from file in _golden select (manifest, file.Bytes);
    }

    /// <summary>
    /// Runs an action, and fails if it allocates more than a small multiple of its input: a length in the bytes must not
    /// choose the size of an array.
    /// </summary>
    public static void Bounded(byte[] input, string manifest, Action read)
    {
        // An exception with its text and stack takes some ten kilobytes.
        const int most = 256 * 1024;
        var allowed = most + (64L * (input.Length + manifest.Length));
        // The first use of a message's code may allocate more, its second does not.
        if (Allocated(read) > allowed && Allocated(read) is var allocated && allocated > allowed)
        {
            throw new InvalidOperationException(
                $"{input.Length} bytes with manifest {manifest[..Math.Min(40, manifest.Length)]} allocate {allocated} bytes: "
                + Convert.ToHexString(input));
        }
    }

    private static long Allocated(Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Changed(byte[] bytes, Action<byte[]> change)
    {
        var copy = bytes.ToArray();
        change(copy);
        return copy;
    }
}
