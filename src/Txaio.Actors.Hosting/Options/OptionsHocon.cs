using Akka.Configuration;

namespace Txaio.Actors.Hosting;

/// <summary>Converts options to HOCON. Options that are null are left out.</summary>
internal static class OptionsHocon
{
    /// <summary>Writes the options as HOCON; returns an empty text if none is set.</summary>
    /// <exception cref="ConfigurationException">Two options of a loop exclude each other.</exception>
    public static string Of(TxaioOptions options)
    {
        var text = new HoconText();
        text.Value("txaio.default-loop", options.DefaultLoop);
        text.Value("txaio.shutdown-timeout", options.ShutdownTimeout);
        text.Value("txaio.dispatcher", options.Dispatcher);
        text.Value("txaio.timer-dispatcher", options.TimerDispatcher);
        text.Word("txaio.scheduler", options.Scheduler);
        foreach (var (name, loop) in options.Loops)
            Loop(text, name, loop ?? new LoopOptions());
        text.Value("txaio.futures.ask-timeout", options.Futures.AskTimeout);
        text.Value("txaio.futures.keep-completed", options.Futures.KeepCompleted);
        text.Value("txaio.futures.keep-completed-limit", options.Futures.KeepCompletedLimit);
        text.Value("txaio.futures.asked-promise-timeout", options.Futures.AskedPromiseTimeout);
        text.Value("txaio.futures.log-unhandled", options.Futures.LogUnhandled);
        text.Word("txaio.futures.remote-failures", options.Futures.RemoteFailures);
        Remote(text, options.Remote);
        foreach (var (name, timer) in options.Timers)
            Timer(text, name, timer ?? new BatchedTimerOptions());
        text.Value("txaio.timer-defaults.chunk-size", options.TimerDefaults.ChunkSize);
        text.Word("txaio.timer-defaults.rounding", options.TimerDefaults.Rounding);
        text.Word("txaio.logging.level", options.Logging.Level);
        text.Value("txaio.logging.capacity", options.Logging.Capacity);
        foreach (var (id, template) in options.Logging.Categories)
            text.Value($"txaio.logging.categories.{HoconText.Quoted(id)}", template);
        if (options.Logging.UseLoggerFactory == true)
            text.List("akka.loggers", typeof(TxaioLoggerFactoryLogger).AssemblyQualifiedName!);
        return text.ToString();
    }

    private static void Loop(HoconText text, string name, LoopOptions loop)
    {
        if (loop.Dispatcher is not null && (loop.DispatcherType ?? (object?)loop.Throughput ?? loop.Threads) is not null)
        {
            throw new ConfigurationException(
                $"Loops[{OptionsValue.Shown(name)}].Dispatcher = {OptionsValue.Shown(loop.Dispatcher)}: must not be set "
                + "together with DispatcherType, Throughput or Threads, which describe the loop's own dispatcher");
        }

        var path = $"txaio.loops.{HoconText.Quoted(name)}";
        text.Section(path);
        text.Value($"{path}.dispatcher", loop.Dispatcher);
        text.Value(
            $"{path}.dispatcher.type", loop.DispatcherType ?? (loop.Threads is null ? null : "ForkJoinDispatcher"));
        text.Value($"{path}.dispatcher.throughput", loop.Throughput);
        text.Value($"{path}.dispatcher.dedicated-thread-pool.thread-count", loop.Threads);
        text.Value($"{path}.callbacks-per-turn", loop.CallbacksPerTurn);
        text.Value($"{path}.capacity", loop.Capacity);
        text.Value($"{path}.slow-callback", loop.SlowCallback);
    }

    private static void Remote(HoconText text, TxaioRemoteOptions remote)
    {
        text.Value("txaio.remote.promises", remote.Promises);
        text.Value("txaio.remote.promises-per-node", remote.PromisesPerNode);
        text.Value("txaio.remote.calls", remote.Calls);
        text.Value("txaio.remote.calls-per-node", remote.CallsPerNode);
        text.Value("txaio.remote.call-kilobytes", remote.CallKilobytes);
        text.Value("txaio.remote.call-kilobytes-per-node", remote.CallKilobytesPerNode);
        text.Value("txaio.remote.calls-end-with-sender", remote.CallsEndWithSender);
        text.Value("txaio.remote.subscribers", remote.Subscribers);
        text.Value("txaio.remote.subscribers-per-node", remote.SubscribersPerNode);
        text.Value("txaio.remote.late-answers", remote.LateAnswers);
        text.Value("txaio.remote.late-answers-per-node", remote.LateAnswersPerNode);
        text.Value("txaio.remote.completed", remote.Completed);
        text.Value("txaio.remote.completed-per-node", remote.CompletedPerNode);
        text.Value("txaio.remote.completed-kilobytes", remote.CompletedKilobytes);
        text.Value("txaio.remote.completed-kilobytes-per-node", remote.CompletedKilobytesPerNode);
    }

    private static void Timer(HoconText text, string name, BatchedTimerOptions timer)
    {
        var path = $"txaio.timers.{HoconText.Quoted(name)}";
        text.Section(path);
        text.Value($"{path}.bucket", timer.Bucket);
        text.Value($"{path}.chunk-size", timer.ChunkSize);
        text.Value($"{path}.loop", timer.Loop);
        text.Word($"{path}.rounding", timer.Rounding);
    }
}
