using KeepAlive.Client;
using KeepAlive.Server;

namespace KeepAlive.Demo;

/// <summary>Writes the summary of a run.</summary>
internal static class Summary
{
    private const int MostFaults = 5;

    /// <param name="output">The output.</param>
    /// <param name="verdict">The verdict of the run.</param>
    /// <param name="first">The server's numbers when all connections were open.</param>
    /// <param name="last">The server's numbers in the end.</param>
    /// <param name="ran">The time between both.</param>
    /// <param name="client">The report of the client process.</param>
    public static void Write(
        TextWriter output, Verdict verdict, Snapshot first, Snapshot last, TimeSpan ran, ClientReport client)
    {
        output.WriteLine();
        foreach (var check in verdict.Checks)
        {
            output.WriteLine($"  {(check.Holds ? "ok    " : "FAILED")}  {check.Text}");
            foreach (var fault in check.Faults.Take(MostFaults))
                output.WriteLine($"            {fault}");
            if (check.Faults.Count > MostFaults)
                output.WriteLine($"            and {check.Faults.Count - MostFaults} more");
        }

        output.WriteLine();
        output.WriteLine(
            $"  {last.Pings} pings, {(last.Pings - first.Pings) / ran.TotalSeconds:0}/s; "
            + $"{last.Pongs} answered, the slowest after {Ms(last.SlowestPong)}");
        output.WriteLine(
            $"  pings came {Ms(last.TypicalLateness)} late (median), {Ms(last.HighLateness)} (99 of 100), "
            + $"{Ms(last.GreatestLateness)} (all)");
        output.WriteLine(
            $"  processor time and memory: server {Process(Environment.CpuUsage.TotalTime, Environment.WorkingSet)}, "
            + $"clients {Process(client.ProcessorTime, client.Memory)}");
        output.WriteLine();
    }

    private static string Ms(TimeSpan time) => $"{time.TotalMilliseconds:0} ms";

    private static string Process(TimeSpan processor, long memory) =>
        $"{processor.TotalSeconds:0.0} s {memory >> 20} MB";
}
