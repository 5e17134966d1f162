using Samples;

namespace GenericHost;

/// <summary>
/// The host's configuration takes any option of the command line, also one that nothing reads. This refuses those, and
/// shows the help.
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

          --Port N             on 127.0.0.1 (0 to 65535; 0 is any free one; default 8080)
          --urls URL;URL       where to listen, instead of --Port
          --Kestrel:...        the server's own section; its Endpoints come before --urls and --Port
          --ManagementPort N   for the log level, always on 127.0.0.1 (default 8081)
          --AllowedHosts NAMES what requests may call this host (default 127.0.0.1;localhost)
          --LogFile FILE       where events are written beside the console (default generic-host.log)
          --environment NAME   which appsettings.NAME.json is read, too
          --Txaio:...          loops, timers, log level, health: see docs/hosting.md
          --help               this text

        The same settings stand in appsettings.json.
        """;

    private static readonly string[] Known =
        ["Port", "ManagementPort", "AllowedHosts", "urls", "Kestrel", "LogFile", "environment", "Txaio"];

    /// <returns>The exit code to end with, or null to go on.</returns>
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

    /// <summary>Whether the log can be written there; says why not. Serilog would go on without its file.</summary>
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
