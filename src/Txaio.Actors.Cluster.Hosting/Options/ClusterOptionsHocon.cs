using Txaio.Actors.Hosting;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>Converts options to HOCON. Options that are null are left out.</summary>
internal static class ClusterOptionsHocon
{
    /// <summary>Writes the options as HOCON; returns an empty text if none is set.</summary>
    public static string Of(TxaioClusterOptions options)
    {
        var text = new HoconText();
        text.Value("txaio.cluster.dispatcher", options.Dispatcher);
        text.Word("txaio.cluster.log-level", options.LogLevel);
        foreach (var (name, timer) in options.Timers)
        {
            var path = $"txaio.cluster.timers.{HoconText.Quoted(name)}";
            text.Section(path);
            Timer(text, path, timer ?? new DurableTimerOptions());
        }

        Timer(text, "txaio.cluster.timer-defaults", options.TimerDefaults);
        text.Value("txaio.cluster.store.file", options.Store.File);
        text.Value("txaio.cluster.store.provider-name", options.Store.ProviderName);
        text.Value("txaio.cluster.store.connection-string", options.Store.ConnectionString);
        return text.ToString();
    }

    private static void Timer(HoconText text, string path, DurableTimerOptions timer)
    {
        text.Value($"{path}.bucket", timer.Bucket);
        text.Value($"{path}.stripes", timer.Stripes);
        text.Value($"{path}.role", timer.Role);
        text.Value($"{path}.window", timer.Window);
        text.Value($"{path}.clock-skew", timer.ClockSkew);
        text.Word($"{path}.missed", timer.Missed);
        text.Value($"{path}.retry.min-backoff", timer.Retry.MinBackoff);
        text.Value($"{path}.retry.max-backoff", timer.Retry.MaxBackoff);
        text.Value($"{path}.retry.max-attempts", timer.Retry.MaxAttempts);
        text.Value($"{path}.request-timeout", timer.RequestTimeout);
        text.Value($"{path}.resend", timer.Resend);
        text.Value($"{path}.waiting", timer.Waiting);
        text.Value($"{path}.call-kilobytes", timer.CallKilobytes);
        text.Value($"{path}.wake-interval", timer.WakeInterval);
        text.Value($"{path}.journal", timer.Journal);
        text.Value($"{path}.snapshot-store", timer.SnapshotStore);
    }
}
