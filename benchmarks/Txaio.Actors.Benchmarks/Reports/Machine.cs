using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Txaio.Actors.Benchmarks.Reports;

/// <summary>The machine and the versions that the figures were taken with.</summary>
internal sealed record Machine(IReadOnlyList<string> Lines)
{
    private static readonly string[] Peers =
        ["Akka", "Akka.Remote", "DotNetty.Common", "Proto.Actor", "Nito.AsyncEx.Context"];

    public static Machine ThisOne()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30);
        var gc = GCSettings.IsServerGC ? "server" : "workstation";
        var concurrent = GCSettings.LatencyMode == GCLatencyMode.Batch ? "not concurrent" : "concurrent";
        return new Machine(
        [
            $"{RuntimeInformation.OSDescription}, {Processor()}, {Environment.ProcessorCount} cores, {memory} GiB",
            $"{RuntimeInformation.FrameworkDescription}, {Configuration}, {gc} GC, {concurrent}",
            string.Join(", ", Peers.Select(static peer => $"{peer} {Version(peer)}")),
        ]);
    }

    private static string Configuration =>
#if DEBUG
        "DEBUG (figures mean nothing)";
#else
        "Release";
#endif

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var name = File.Exists(Info)
            ? File.ReadLines(Info)
                .FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return name?.Split(':')[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Version(string assembly)
    {
        var loaded = Assembly.Load(assembly);
        var version = loaded.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? loaded.GetName().Version?.ToString() ?? "?";
    }
}
