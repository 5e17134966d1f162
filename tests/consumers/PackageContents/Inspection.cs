using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PackageContents;

/// <summary>Checks the contents of one package and its symbols.</summary>
internal sealed partial class Inspection(string feed, string id, string version)
{
    private static readonly Guid EmbeddedSource = new("0e8a571b-6926-466e-b4ad-8ab04611f5fe");

    private readonly List<string> _faults = [];

    /// <returns>The faults, or an empty list.</returns>
    public List<string> Inspect(string[] dependencies, string akka, string[] folders, string? url)
    {
        var package = Read("nupkg");
        var symbols = Read("snupkg");
        if (_faults.Count > 0)
            return _faults;

        var (assembly, pdb) = ($"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.pdb");
        SameSet("files", package.Keys.Where(static name => !IsOfTheFormat(name)),
            [$"{id}.nuspec", assembly, $"lib/net10.0/{id}.xml", "README.md", "icon.png"]);
        SameSet("files of symbols", symbols.Keys.Where(static name => !IsOfTheFormat(name)), [$"{id}.nuspec", pdb]);
        if (_faults.Count > 0)
            return _faults;

        InspectNuspec(package[$"{id}.nuspec"], dependencies, akka, url);
        InspectReadme(Encoding.UTF8.GetString(package["README.md"]));
        InspectIcon(package["icon.png"]);
        InspectSymbols(package[assembly], symbols[pdb]);
        foreach (var (name, content) in package.Concat(symbols))
        {
            foreach (var folder in folders.Where(folder => Names(content, folder)))
                Fault($"{name} names {folder}");
        }

        return _faults;
    }

    private void InspectNuspec(byte[] file, string[] dependencies, string akka, string? url)
    {
        var metadata = XDocument.Load(new MemoryStream(file)).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Same("id", Value("id"), id);
        Same("version", Value("version"), version);
        Same("license", Value("license"), "MIT");
        Same("readme", Value("readme"), "README.md");
        Same("icon", Value("icon"), "icon.png");
        Same("projectUrl", Value("projectUrl"), url);
        Same("repository url", metadata.Elements().SingleOrDefault(static element => element.Name.LocalName == "repository")
            ?.Attribute("url")?.Value, url);
        foreach (var name in (string[])["authors", "description", "tags", "copyright"])
        {
            if (string.IsNullOrWhiteSpace(Value(name)))
                Fault($"{name} is empty");
        }

        var group = metadata.Descendants().Where(static element => element.Name.LocalName == "group").ToList();
        SameSet("target frameworks", group.Select(static element => element.Attribute("targetFramework")!.Value), ["net10.0"]);
        var found = group.Elements().ToDictionary(
            static element => element.Attribute("id")!.Value, static element => element.Attribute("version")!.Value);
        SameSet("dependencies", found.Keys, dependencies);
        Same("oldest Akka", found.GetValueOrDefault("Akka", akka), akka);
        Same("Txaio.Actors", found.GetValueOrDefault("Txaio.Actors", version), version);
    }

    // The page of a package on a feed has no repository, so relative links would lead nowhere.
    private void InspectReadme(string text)
    {
        foreach (Match link in Link().Matches(text))
        {
            if (!link.Groups[1].Value.StartsWith("https://", StringComparison.Ordinal))
                Fault($"README.md links to {link.Groups[1].Value}");
        }

        if (!text.StartsWith($"# {id}\n", StringComparison.Ordinal) || !text.Contains("```csharp\n", StringComparison.Ordinal))
            Fault("README.md has no title or no program");
    }

    private void InspectIcon(byte[] png)
    {
        ReadOnlySpan<byte> start = [0x89, (byte)'P', (byte)'N', (byte)'G', 0xD, 0xA, 0x1A, 0xA, 0, 0, 0, 0xD, (byte)'I', (byte)'H',
            (byte)'D', (byte)'R', 0, 0, 0, 128, 0, 0, 0, 128];
        if (!png.AsSpan().StartsWith(start))
            Fault("icon.png is no PNG of 128 by 128");
    }

    private void InspectSymbols(byte[] assembly, byte[] pdb)
    {
        using var image = new PEReader(new MemoryStream(assembly));
        var entries = image.ReadDebugDirectory();
        if (!entries.Any(static entry => entry.Type == DebugDirectoryEntryType.Reproducible))
            Fault("the build is not deterministic");
        var codeView = entries.Single(static entry => entry.Type == DebugDirectoryEntryType.CodeView);
        var path = image.ReadCodeViewDebugDirectoryData(codeView);
        if (!path.Path.StartsWith("/_/", StringComparison.Ordinal))
            Fault($"the assembly names {path.Path}");

        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        var reader = provider.GetMetadataReader();
        if (new BlobContentId(reader.DebugMetadataHeader!.Id).Guid != path.Guid)
            Fault("the symbols are those of another build");
        if (reader.Documents.Count == 0)
            Fault("the symbols have no documents");
        foreach (var handle in reader.Documents)
        {
            var name = reader.GetString(reader.GetDocument(handle).Name);
            if (!name.StartsWith("/_/", StringComparison.Ordinal))
                Fault($"the symbols name {name}");
            if (!reader.GetCustomDebugInformation(handle).Any(
                    info => reader.GetGuid(reader.GetCustomDebugInformation(info).Kind) == EmbeddedSource))
                Fault($"the source of {name} is not in the symbols");
        }
    }

    private Dictionary<string, byte[]> Read(string kind)
    {
        var path = Path.Combine(feed, $"{id}.{version}.{kind}");
        if (!File.Exists(path))
        {
            Fault($"no {kind}");
            return [];
        }

        using var archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(static entry => entry.FullName, static entry =>
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            return content.ToArray();
        });
    }

    private static bool IsOfTheFormat(string name) =>
        name is "[Content_Types].xml" || name.StartsWith("_rels/", StringComparison.Ordinal)
        || name.StartsWith("package/", StringComparison.Ordinal);

    private static bool Names(byte[] content, string folder) =>
        content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder)) >= 0
        || content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(folder)) >= 0;

    private void Same(string what, string? found, string? expected)
    {
        if (found != expected)
            Fault($"{what} is {found ?? "absent"}, not {expected ?? "absent"}");
    }

    private void SameSet(string what, IEnumerable<string> found, IEnumerable<string> expected)
    {
        var (have, want) = (found.ToHashSet(), expected.ToHashSet());
        if (!have.SetEquals(want))
            Fault($"{what}: too many {string.Join(' ', have.Except(want))}; missing {string.Join(' ', want.Except(have))}");
    }

    private void Fault(string text) => _faults.Add(text);

    [GeneratedRegex(@"\]\(([^)\s]+)")]
    private static partial Regex Link();
}
