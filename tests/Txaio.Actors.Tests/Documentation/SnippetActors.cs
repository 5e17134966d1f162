using System.Reflection;
using Akka.Actor;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>Compiles and loads actors that a page shows.</summary>
internal static class SnippetActors
{
    /// <summary>Compiles the block of <paramref name="page"/> that declares <paramref name="type"/>.</summary>
    public static Assembly Load(string page, string type)
    {
        var snippet = Snippet.All("csharp").Single(
            found => found.Page == page && found.Text.Contains($"class {type} ", StringComparison.Ordinal));
        using var assembly = new MemoryStream();
        var emitted = SnippetCompiler.Compile(snippet).Emit(assembly);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return Assembly.Load(assembly.ToArray());
    }

    /// <summary>The props of an actor in the assembly of a page.</summary>
    public static Props Props(Assembly page, string type, params object[] args) =>
        new(page.GetType(type, throwOnError: true)!, args);
}
