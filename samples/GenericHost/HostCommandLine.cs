using Samples;

namespace GenericHost;

/// <summary>
/// Refuses unknown options, and shows the help. The host's configuration itself takes any option, also an option that
/// no code reads.
/// </summary>
internal static class HostCommandLine
{
    /// <summary>The exit code of a mistake in options or settings.</summary>
    public const int BadUsage = 2;

    private const int Success = 0;

    private const string Help =
        """
        GenericHost: a web host with two loops, metrics, health checks and Serilog.

        Usage: GenericHost [options], each as --name value or --name=value

          --Port N             the port on 127.0.0.1 (0 to 65535; 0: any free port; default 8080)
          --urls URL;URL       the addresses to listen on, instead of --Port
          --Kestrel:...        the server's own section; its Endpoints replace --urls and --Port
          --ManagementPort N   the port for the log level, always on 127.0.0.1 (default 8081)
          --AllowedHosts NAMES the names of this host that requests may use (default 127.0.0.1;localhost)
          --LogFile FILE       events are written to this file, too (default generic-host.log)
          --environment NAME   appsettings.NAME.json is read, too
          --Txaio:...          loops, timers, log level, health: see docs/hosting.md
          --help               this text

        appsettings.json has the same settings.
        """;

    private static readonly string[] Known =
        ["Port", "ManagementPort", "AllowedHosts", "urls", "Kestrel", "LogFile", "environment", "Txaio"];

    /// <returns>The exit code to end with, or null to continue.</returns>
    public static int? Check(string[] args)
    {
        try
        {
            foreach (var (name, value) in CommandLine.Options(args))
            {
                if (CommandLine.IsHelp(name))
                {
                    Console.Out.WriteLine(Help);
                    return Success;
                }

                Check(name, value);
            }

            return null;
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine($"GenericHost: {e.Message}");
            return BadUsage;
        }
    }

    /// <summary>
    /// Whether the log file can be written; prints the reason if not. Serilog itself would ignore it.
    /// </summary>
    public static bool CanWrite(string logFile)
    {
        try
        {
            File.AppendAllText(logFile, "");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"GenericHost: --LogFile {logFile}: {e.Message}");
            return false;
        }
    }

    private static void Check(string name, string? value)
    {
        var setting = name.TrimStart('-').Split(':')[0];
        if (!name.StartsWith("--", StringComparison.Ordinal)
            || !Known.Contains(setting, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"unknown option {name}; see --help");
        }

        if (string.IsNullOrEmpty(value))
            throw new ArgumentException($"{name} needs a value; see --help");
        if (setting.EndsWith("Port", StringComparison.OrdinalIgnoreCase) && !ushort.TryParse(value, out _))
            throw new ArgumentException($"{name} {value}: must be a whole number from 0 to 65535");
    }
}
