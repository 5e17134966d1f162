using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Txaio.Actors.Remote.Tests;

/// <summary>
/// Another process with an actor system. The process ends when this object is disposed, or when this process ends.
/// </summary>
public sealed class RemoteNode : IDisposable
{
    private const string Ready = "ready ";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<TaskCompletionSource<string>, Func<string, bool>> _waiting = new();

    private RemoteNode(string hocon, string? trustedFile)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(typeof(Actors.RemoteNode.AgentActor).Assembly.Location);
        start.ArgumentList.Add(hocon);
        // Nodes live for seconds, so the runtime should compile fast and only once.
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (trustedFile is not null)
        {
            start.Environment["SSL_CERT_FILE"] = trustedFile;
            start.Environment["SSL_CERT_DIR"] = Path.Combine(Path.GetDirectoryName(trustedFile)!, "no others");
        }

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

    /// <summary>Starts a node and waits until it listens.</summary>
    /// <param name="hocon">HOCON that overrides the configuration of all nodes.</param>
    /// <param name="trustedFile">A PEM file of certificates that the node trusts instead of the machine's.</param>
    public static async Task<RemoteNode> Start(string hocon = "", string? trustedFile = null)
    {
        var node = new RemoteNode(hocon, trustedFile);
        try
        {
            node._process.Start();
            var ready = node.WaitForLine(static line => line.StartsWith(Ready, StringComparison.Ordinal));
            node._process.BeginOutputReadLine();
            node._process.BeginErrorReadLine();
            node.Address = (await ready)[Ready.Length..];
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>Makes the node use the agent, a promise and the loop of another node.</summary>
    /// <param name="address">The address of the other node.</param>
    /// <returns><c>done</c>, or the type of the failure.</returns>
    public async Task<string> Visit(string address)
    {
        var start = $"visited {address}: ";
        await _process.StandardInput.WriteLineAsync(address);
        return (await WaitForLine(line => line.StartsWith(start, StringComparison.Ordinal)))[start.Length..];
    }

    /// <summary>Waits until the node's output has a line. An earlier line counts as well.</summary>
    /// <exception cref="TimeoutException">The line did not come. The message has the whole output.</exception>
    public async Task<string> WaitForLine(Func<string, bool> isIt)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[found] = isIt;
        if (_lines.FirstOrDefault(isIt) is { } line)
            found.TrySetResult(line);
        try
        {
            return await found.Task.WaitAsync(RemoteTestKit.Limit);
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

    /// <summary>Ends the process at once, as a crash would (SIGKILL).</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
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
        foreach (var (found, isIt) in _waiting)
        {
            if (isIt(line))
                found.TrySetResult(line);
        }
    }
}
