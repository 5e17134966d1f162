using Akka.Configuration;

namespace Wamp.Routing;

/// <summary><c>--listen</c>: runs the router alone until Ctrl+C, with its log on standard output.</summary>
internal static class ListenMode
{
    public static async Task<int> RunAsync(Config config, Uri listen, CancellationToken interrupted)
    {
        await using var router = await Router.StartAsync(config, listen);
        var txaio = router.Txaio;
        txaio.StartLogging(Console.Out, $"{txaio.GetGlobalLogLevel()}".ToLowerInvariant());
        var log = txaio.MakeLogger("Wamp");
        log.Info("listening on {Address}; Ctrl+C stops", router.Address);
        await Task.Delay(Timeout.Infinite, interrupted).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await router.CloseSessionsAsync();
        foreach (var realm in await router.GetStateAsync())
        {
            log.Info(
                "{Realm} stopped with {Topics} topics, {Procedures} procedures and {Calls} calls, after {Callbacks} "
                + "callbacks", realm.Name, realm.Topics, realm.Procedures, realm.Calls, realm.Loop.Executed);
        }

        return ExitCode.Success;
    }
}
