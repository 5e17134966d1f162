using System.Diagnostics;
using System.Globalization;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Servers;

/// <summary>The process of <see cref="ClientsCommand"/>, from outside.</summary>
internal sealed class Clients : IDisposable
{
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    public Clients(Uri server)
    {
        var start = Program.Itself(ClientsCommand.Command, server.ToString());
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
    }

    /// <summary>Opens connections until so many have been opened.</summary>
    public ClientsCount Open(int connections) => Ask($"open {connections}");

    /// <summary>How many connections are open, and how many frames all connections have sent.</summary>
    public ClientsCount Count() => Ask("count");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private ClientsCount Ask(string request)
    {
        _process.StandardInput.WriteLine(request);
        _process.StandardInput.Flush();
        var reply = _process.StandardOutput.ReadLineAsync().WaitAsync(ReplyTimeout).GetAwaiter().GetResult()
            ?? throw new BenchmarkFailedException($"The process of the clients ended at '{request}'.");
        var numbers = reply.Split(' ');
        return new ClientsCount(
            int.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture));
    }
}

/// <summary>How many connections are open, and how many frames all connections have sent.</summary>
internal readonly record struct ClientsCount(int Open, long Sent);
