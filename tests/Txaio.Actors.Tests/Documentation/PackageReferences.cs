using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>
/// The assemblies of .NET, of packages and of their dependencies, for a project that references the packages. The paths
/// come from the resolved references of this test project, so the versions are those of the repository.
/// </summary>
internal static class PackageReferences
{
    private const string Framework = "Microsoft.NETCore.App.Ref";

    // The dependencies of each package.
    private static readonly Lazy<IReadOnlyDictionary<string, string[]>> Dependencies = new(ReadDependencies);

    // The assemblies of each package. A project of this repository counts as the package of the same name.
    private static readonly Lazy<ILookup<string, string>> Assemblies = new(static () =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "references.txt"))
            .Select(static line => line.Split('|'))
            .ToLookup(
                static parts => parts[0].Length == 0 ? Path.GetFileNameWithoutExtension(parts[1]) : parts[0],
                static parts => parts[1]));

    /// <summary>The references with which a project with the packages is compiled.</summary>
    public static IEnumerable<MetadataReference> Of(IEnumerable<string> packages) =>
        Assemblies.Value[Framework].Concat(FilesOf(packages))
            .Select(static path => MetadataReference.CreateFromFile(path));

    /// <summary>The assemblies that a build copies into the folder of such a project's program.</summary>
    public static IEnumerable<string> FilesOf(IEnumerable<string> packages) =>
        WithDependencies(packages).SelectMany(static package => Assemblies.Value[package]);

    private static HashSet<string> WithDependencies(IEnumerable<string> packages)
    {
        var found = new HashSet<string>();
        var open = new Queue<string>(packages);
        while (open.TryDequeue(out var package))
        {
            Assert.True(Dependencies.Value.ContainsKey(package), $"These tests do not reference the package {package}.");
            if (!found.Add(package))
                continue;
            foreach (var dependency in Dependencies.Value[package])
                open.Enqueue(dependency);
        }

        return found;
    }

    private static Dictionary<string, string[]> ReadDependencies()
    {
        var tests = typeof(PackageReferences).Assembly.GetName().Name;
        using var file = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{tests}.deps.json")));
        var libraries = file.RootElement.GetProperty("targets").EnumerateObject().Single().Value;
        return libraries.EnumerateObject().ToDictionary(
            static library => library.Name.Split('/')[0],
            static library => library.Value.TryGetProperty("dependencies", out var dependencies)
                ? dependencies.EnumerateObject().Select(static dependency => dependency.Name).ToArray()
                : []);
    }
}
