using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Threading.Channels;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers.Durable;

/// <summary>One node of a <see cref="DurableSubject"/>, from outside: a process that reads commands.</summary>
internal sealed class DurableNode : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    // Longer than the longest command.
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromMinutes(2);

    // Written by the build, which builds that project, too.
    private static readonly string Assembly = typeof(DurableNode).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static metadata => metadata.Key == "DurablePeers").Value!;

    private readonly string _name;
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Channel<string> _replies = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<DurableDelivery> _deliveries = [];

    private DurableNode(string name, Process process)
    {
        _name = name;
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _ = Task.Run(ReadAsync);
    }

    /// <summary>All calls that the node has delivered so far.</summary>
    public IReadOnlyCollection<DurableDelivery> Deliveries => _deliveries;

    /// <summary>Starts a node, and waits until it accepts calls.</summary>
    /// <param name="subject">The scheduler.</param>
    /// <param name="connectionString">The database of its cluster.</param>
    /// <param name="number">Zero for the first node.</param>
    /// <param name="port">The node's port.</param>
    /// <param name="firstPort">The first node's port.</param>
    public static DurableNode Start(
        DurableSubject subject, string connectionString, int number, int port, int firstPort)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            "exec", Assembly, subject.Command, connectionString, Text(number), Text(port), Text(firstPort),
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var node = new DurableNode(subject.Name, Process.Start(start)!);
        try
        {
            node.Reply("its start", StartTimeout);
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Schedules calls, and waits until they are stored.</summary>
    /// <param name="first">The first of their keys.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="inFlight">How many wait to be stored at once.</param>
    /// <param name="due">When the first is due, in milliseconds since 1970.</param>
    /// <param name="spread">The time over which they are due, evenly, in milliseconds.</param>
    /// <param name="atMost">The time after which no further call is scheduled.</param>
    public Done Schedule(int first, int count, int inFlight, long due, long spread, TimeSpan atMost)
    {
        var numbers = Ask(Line("schedule", first, count, inFlight, due, spread, (long)atMost.TotalMilliseconds));
        return new Done((int)numbers[0], (int)numbers[0], TimeSpan.FromMilliseconds(numbers[1]));
    }

    /// <summary>Cancels calls one by one.</summary>
    public Done Cancel(int first, int count, int inFlight, TimeSpan atMost)
    {
        var numbers = Ask(Line("cancel", first, count, inFlight, (long)atMost.TotalMilliseconds));
        return new Done((int)numbers[0], (int)numbers[1], TimeSpan.FromMilliseconds(numbers[2]));
    }

    /// <summary>How many calls the store holds as pending.</summary>
    public long CountPending() => (long)Ask("pending")[0];

    /// <summary>The heap after a full collection, and the process.</summary>
    public (double Heap, double Process) Memory()
    {
        var numbers = Ask("heap");
        return (numbers[0], numbers[1]);
    }

    /// <summary>Ends the process by SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Line(string command, params long[] numbers) =>
        $"{command} {string.Join(' ', numbers.Select(Text))}";

    private double[] Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        var reply = Reply(command, ReplyTimeout);
        if (reply.StartsWith("failed", StringComparison.Ordinal))
            throw new BenchmarkFailedException($"{_name} at '{command}': {reply}");
        return [.. reply.Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    private string Reply(string command, TimeSpan patience)
    {
        try
        {
            return _replies.Reader.ReadAsync().AsTask().WaitAsync(patience).GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            throw new BenchmarkFailedException(
                $"{_name}: the process ended at {command}: {_errors.Result.Trim().Split('\n')[0]}");
        }
        catch (TimeoutException)
        {
            throw new BenchmarkFailedException($"{_name}: no reply to {command} within {patience.TotalSeconds:0} s.");
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("= ", StringComparison.Ordinal))
                _replies.Writer.TryWrite(line[2..]);
            else if (line.Split(' ') is ["delivered", var key, var at])
                _deliveries.Enqueue(new DurableDelivery(
                    int.Parse(key, CultureInfo.InvariantCulture), long.Parse(at, CultureInfo.InvariantCulture)));
        }

        _replies.Writer.TryComplete();
    }

    /// <summary>The reply to a command.</summary>
    /// <param name="Count">How many calls.</param>
    /// <param name="Found">How many of them the scheduler found; as many when they were scheduled.</param>
    /// <param name="Elapsed">The time until the last one.</param>
    internal readonly record struct Done(int Count, int Found, TimeSpan Elapsed)
    {
        public double PerSecond => Count / Elapsed.TotalSeconds;
    }
}

/// <summary>A call that was delivered at a time in milliseconds since 1970.</summary>
internal readonly record struct DurableDelivery(int Key, long At);
