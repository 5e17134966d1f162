using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Txaio.Samples.Tests;

/// <summary>
/// A process of a sample, which the build of these tests has built, or of a client of another make. Dispose ends the
/// process.
/// </summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    /// <summary>Only failing tests wait that long. A busy machine needs the room.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int Sigint = 2;
    private const int Sigterm = 15;

    // Linux's numbers.
    private const int Sigcont = 18;
    private const int Sigstop = 19;
    private const nint DefaultAction = 0;
    private const nint Ignored = 1;

    // A shell makes tests in the background ignore Ctrl+C, and their child processes inherit this. So this process
    // restores the default action once.
    private static readonly Lazy<bool> HearsInterrupt = new(static () =>
    {
        if (OperatingSystem.IsWindows())
            return true;
        var before = Signal(Sigint, DefaultAction);
        if (before != Ignored)
            Signal(Sigint, before);
        return true;
    });

    private readonly Process _process;
    private readonly DirectoryInfo _current;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _output = [];
    private readonly Task _reading;
    private readonly Task<string> _error;

    private SampleProcess(Process process, DirectoryInfo current)
    {
        _process = process;
        _current = current;
        _reading = ReadAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The folder of a sample's sources.</summary>
    public static string SourceOf(string sample) => Path.Combine(Root(), "samples", sample);

    /// <summary>The folder of a sample's program.</summary>
    public static string OutputOf(string sample)
    {
        // Samples and tests both build into .../bin/{configuration}/net10.0/.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(SourceOf(sample), "bin", output.Parent!.Name, output.Name);
    }

    public static SampleProcess Start(string sample, params string[] arguments) => Start([], sample, arguments);

    /// <summary>Starts a sample with additional environment variables.</summary>
    public static SampleProcess Start(
        IEnumerable<(string Name, string Value)> environment, string sample, params string[] arguments)
    {
        var program = Path.Combine(OutputOf(sample), $"{sample}.dll");
        Assert.True(File.Exists(program), $"{program} has not been built");
        return Start(environment, ["dotnet", "exec", program, .. arguments], takesCommands: false);
    }

    /// <summary>Starts a program that is not a sample, such as a client in Python, and that reads commands.</summary>
    public static SampleProcess StartCommand(params string[] command) => Start([], command, takesCommands: true);

    /// <summary>Starts a sample and waits for its end.</summary>
    public static async Task<Result> RunAsync(string sample, params string[] arguments)
    {
        await using var process = Start(sample, arguments);
        return await process.EndAsync();
    }

    /// <summary>Writes a line to the standard input of a program that was started by <see cref="StartCommand"/>.
    /// </summary>
    public async Task WriteLineAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for a line of the output.</summary>
    public async Task<string> LineAsync(string part)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await _lines.Reader.WaitToReadAsync(limit.Token))
        {
            while (_lines.Reader.TryRead(out var line))
            {
                if (line.Contains(part, StringComparison.Ordinal))
                    return line;
            }
        }

        throw new InvalidOperationException($"No line with '{part}': {string.Join('\n', _output)}\n{await _error}");
    }

    /// <summary>Waits for the end, and checks that the sample has left no file in its current folder.</summary>
    public async Task<Result> EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        await _reading;
        Assert.Empty(_current.GetFileSystemInfos().Select(static left => left.Name));
        return new Result(_process.ExitCode, _output, await _error);
    }

    /// <summary>Sends SIGINT, as Ctrl+C does.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(_process.Id, Sigint));

    /// <summary>Sends SIGTERM, as container runtimes and systemd do.</summary>
    public void Terminate() => Assert.Equal(0, Kill(_process.Id, Sigterm));

    /// <summary>Sends SIGSTOP: the process does not run until <see cref="Resume"/>.</summary>
    public void Suspend() => Assert.Equal(0, Kill(_process.Id, Sigstop));

    /// <summary>Sends SIGCONT.</summary>
    public void Resume() => Assert.Equal(0, Kill(_process.Id, Sigcont));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _current.Delete(recursive: true);
    }

    private static SampleProcess Start(
        IEnumerable<(string Name, string Value)> environment, string[] command, bool takesCommands)
    {
        var current = Directory.CreateTempSubdirectory("txaio-sample-");
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = current.FullName,
            RedirectStandardInput = takesCommands,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _ = HearsInterrupt.Value;
        return new SampleProcess(Process.Start(start)!, current);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _output.Add(line);
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Txaio.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint Signal(int signal, nint action);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    /// <summary>The exit code and the output of a process.</summary>
    internal sealed record Result(int ExitCode, IReadOnlyList<string> Output, string Error)
    {
        public string Text => string.Join('\n', Output);
    }
}
