using System.Globalization;

namespace KeepAlive;

/// <summary>The operating system's limit of open files. Each connection needs one file on each side.</summary>
internal static class OpenFiles
{
    /// <summary>The files that a process needs besides its connections.</summary>
    public const int Reserve = 200;

    private const string LimitsFile = "/proc/self/limits";

    /// <summary>How many files this process may open; the greatest number where the system does not say.</summary>
    public static int Limit { get; } = ReadLimit();

    /// <summary>Refuses more connections than files are allowed. A process that has no more files just ends.</summary>
    public static void Check(int connections)
    {
        if (connections + Reserve > Limit)
            throw new DemoException(TooFew(connections));
    }

    public static string TooFew(int connections) =>
        $"the operating system allows a process {Limit} open files, and {connections} connections need "
        + $"{connections + Reserve}: raise the limit (ulimit -n) or give fewer --connections";

    // "Max open files            1024                 1048576              files", the soft limit first.
    private static int ReadLimit()
    {
        if (!File.Exists(LimitsFile))
            return int.MaxValue;
        const string Name = "Max open files";
        var line = File.ReadLines(LimitsFile).First(static line => line.StartsWith(Name, StringComparison.Ordinal));
        var soft = line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : int.MaxValue;
    }
}
