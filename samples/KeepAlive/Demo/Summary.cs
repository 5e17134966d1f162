using KeepAlive.Client;
using KeepAlive.Server;

namespace KeepAlive.Demo;

/// <summary>Writes the end of a run.</summary>
internal static class Summary
{
    private const int MostFaults = 5;

    public static void Write(TextWriter output, Verdict verdict, Snapshot last, ClientReport client, TimeSpan ran)
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
            $"  {last.Pings} pings, {last.Pongs} answered, the slowest after {Ms(last.SlowestPong)}; "
            + $"{last.Pings / ran.TotalSeconds:0} pings/s");
        output.WriteLine(
            $"  pings came {Ms(last.TypicalLateness)} late (median), {Ms(last.HighLateness)} (99 of 100), "
            + $"{Ms(last.GreatestLateness)} (all); less than 0 is early, as buckets make them");
        output.WriteLine(
            $"  server: {Process(Environment.CpuUsage.TotalTime, ran, Environment.WorkingSet)}; "
            + $"clients: {Process(client.ProcessorTime, ran, client.Memory)}");
        output.WriteLine();
    }

    public static string Ms(TimeSpan time) => $"{time.TotalMilliseconds:0} ms";

    private static string Process(TimeSpan processor, TimeSpan ran, long memory) =>
        $"{processor.TotalSeconds:0.0} s of processor time ({processor / ran:P0} of one core), {memory >> 20} MB";
}
