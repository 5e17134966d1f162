using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Txaio.Actors.Tests.Shared;

/// <summary>
/// Another process with an actor system. It prints "ready" and its address when it listens. The process ends when this
/// object is disposed, or when this process ends.
/// </summary>
public class NodeProcess : IDisposable
{
    private const string Ready = "ready ";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<TaskCompletionSource<string>, Func<string, bool>> _waiting = new();

    /// <param name="program">The file of the program's assembly.</param>
    /// <param name="hocon">The program's first argument: its configuration.</param>
    /// <param name="arguments">The program's further arguments.</param>
    protected NodeProcess(string program, string hocon, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(program);
        start.ArgumentList.Add(hocon);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // Nodes live for seconds, so the runtime should compile fast and only once.
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, said) => OnOutputLine(said.Data);
        _process.ErrorDataReceived += (_, said) => OnOutputLine(said.Data);
    }

    /// <summary>The address of the node, such as <c>akka.tcp://node@127.0.0.1:4711</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The port of the node's address.</summary>
    public int Port => int.Parse(Address.AsSpan(Address.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);

    /// <summary>The lines that the process has written.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public bool HasExited => _process.HasExited;

    /// <summary>The environment of the process, before its start.</summary>
    protected IDictionary<string, string?> Variables => _process.StartInfo.Environment;

    /// <summary>Waits until the node's output has a line. An earlier line counts as well.</summary>
    /// <exception cref="TimeoutException">The line did not come. The message has the whole output.</exception>
    /// <param name="isIt">Finds the line.</param>
    /// <param name="limit">The longest wait; 20 s by default.</param>
    public async Task<string> WaitForLine(Func<string, bool> isIt, TimeSpan? limit = null)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[found] = isIt;
        if (_lines.FirstOrDefault(isIt) is { } line)
            found.TrySetResult(line);
        try
        {
            return await found.Task.WaitAsync(limit ?? Limit);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"The line did not come. The node has written:\n{string.Join('\n', _lines)}", e);
        }
        finally
        {
            _waiting.TryRemove(found, out _);
        }
    }

    /// <summary>Ends the process at once, as a crash would (SIGKILL). All its output has been read afterwards.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops the process in the middle of its work (SIGSTOP): it knows nothing of it.</summary>
    public void Pause() => ProcessSignal.Send(_process.Id, "STOP");

    /// <summary>Lets a paused process go on (SIGCONT).</summary>
    public void Continue() => ProcessSignal.Send(_process.Id, "CONT");

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the process and waits until the node listens.</summary>
    protected async Task Begin()
    {
        _process.Start();
        var ready = WaitForLine(static line => line.StartsWith(Ready, StringComparison.Ordinal));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = (await ready)[Ready.Length..];
    }

    /// <summary>Writes a line to the input of the process.</summary>
    protected Task Tell(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>The process has written a line. A thread of the process class.</summary>
    protected virtual void OnLine(string line)
    {
    }

    protected virtual void Dispose(bool disposing)
    {
        try
        {
            if (!_process.HasExited)
                Kill();
        }
        catch (InvalidOperationException)
        {
            // The process was never started, or has just ended.
        }

        _process.Dispose();
    }

    private void OnOutputLine(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        OnLine(line);
        foreach (var (found, isIt) in _waiting)
        {
            if (isIt(line))
                found.TrySetResult(line);
        }
    }
}
