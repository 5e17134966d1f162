using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Samples;

/// <summary>
/// A PostgreSQL server of its own, in a temporary folder, on 127.0.0.1 and a free port. Disposal stops the server and
/// removes the folder. So does the end of this process, however it ends: a shell does both when its input closes.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Account = "postgres";

    // Runs as the account of the server, which is never root: initdb refuses root. Each line of input is a command.
    // pg_ctl gives the server a session of its own and no input, so that Ctrl+C and the pipe concern the shell alone.
    private const string Script =
        """
        trap '' INT TERM HUP
        cd /
        folder=$(mktemp -d -t txaio-postgres-XXXXXX) || exit 1
        data=$folder/data
        start() { pg_ctl -D "$data" -l "$folder/log" -w -o "$options" start && echo started; }
        stop() { pg_ctl -D "$data" -w -m "$1" stop && echo stopped; }
        fail() { grep -m 1 -E 'FATAL|error:' "$folder/log" || tail -n 1 "$folder/log"; echo failed; }
        echo "$folder"
        options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
        echo "$password" >"$folder/password"
        initdb -D "$data" -U postgres -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --locale=C --no-sync \
          >"$folder/log" 2>&1 </dev/null && start </dev/null || fail
        while read -r command; do
          case $command in
            start) start </dev/null || fail ;;
            stop) stop fast </dev/null || fail ;;
          esac
        done
        stop immediate
        rm -rf "$folder"
        """;

    private readonly Process _shell;

    private PostgresServer(Process shell, int port, string password)
    {
        _shell = shell;
        Port = port;
        Folder = shell.StandardOutput.ReadLine() ?? "";
        ConnectionString = $"Host=127.0.0.1;Port={port};Database=postgres;Username=postgres;Password={password}";
    }

    /// <summary>Whether the programs of the server are on this machine.</summary>
    public static bool IsInstalled => BinariesOf("initdb") is not null;

    /// <summary>The server's port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The folder of its data and its file "log".</summary>
    public string Folder { get; }

    /// <summary>For Npgsql: the superuser and the database "postgres".</summary>
    public string ConnectionString { get; }

    /// <summary>Starts a server. It takes about two seconds.</summary>
    /// <param name="server">The server; null when it cannot be started here.</param>
    /// <param name="why">One line that says why there is no server; null when there is one.</param>
    /// <returns>False where PostgreSQL is not installed, or does not start.</returns>
    public static bool TryStart(
        [NotNullWhen(true)] out PostgresServer? server, [NotNullWhen(false)] out string? why)
    {
        server = null;
        if (BinariesOf("initdb") is not { } binaries)
        {
            why = "PostgreSQL is not installed: there is no initdb on PATH or in /usr/lib/postgresql/*/bin.";
            return false;
        }

        var port = FreePort();
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        try
        {
            server = new PostgresServer(StartShell(binaries, port, password), port, password);
            if (!Directory.Exists(server.Folder))
                throw new InvalidOperationException(server.Folder);
            server.WaitFor("started");
            why = null;
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            server?.Dispose();
            server = null;
            why = $"PostgreSQL does not start: {e.Message}";
            return false;
        }
    }

    /// <summary>Stops the server and keeps its data. Open connections are cut.</summary>
    public void Stop() => Command("stop", "stopped");

    /// <summary>Starts the server again, with the same port and data, after <see cref="Stop"/>.</summary>
    public void Start() => Command("start", "started");

    /// <summary>Stops the server and removes its folder.</summary>
    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.StandardOutput.ReadToEnd();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    private void Command(string command, string answer)
    {
        _shell.StandardInput.WriteLine(command);
        WaitFor(answer);
    }

    // pg_ctl itself gives up after a minute.
    private void WaitFor(string answer)
    {
        var before = "its shell ended";
        while (_shell.StandardOutput.ReadLine() is { } line and not "failed")
        {
            if (line == answer)
                return;
            before = line.Trim();
        }

        throw new InvalidOperationException(before);
    }

    private static Process StartShell(string binaries, int port, string password)
    {
        string[] runuser = Environment.IsPrivilegedProcess ? ["runuser", "-u", Account, "--"] : [];
        var start = new ProcessStartInfo("sh", ["-c", "exec 2>&1 \"$@\"", "sh", .. runuser, "sh", "-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{binaries}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["port"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["password"] = password;
        return Process.Start(start)!;
    }

    // Debian keeps the programs of the server outside PATH, in a folder for each version.
    private static string? BinariesOf(string program)
    {
        const string Debians = "/usr/lib/postgresql";
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var versions = Directory.Exists(Debians) ? Directory.GetDirectories(Debians) : [];
        return onPath
            .Concat(versions
                .OrderByDescending(static folder => int.TryParse(Path.GetFileName(folder), out var number) ? number : 0)
                .Select(static folder => Path.Combine(folder, "bin")))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, program)));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
