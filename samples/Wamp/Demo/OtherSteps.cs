using Wamp.Client;
using Wamp.Routing;
using static Wamp.Demo.Report;

namespace Wamp.Demo;

/// <summary>The steps of the demo about events, authentication and the end of the router.</summary>
internal sealed class OtherSteps(Stage stage, Router router)
{
    private const int Events = 50;
    private const string Topic = "com.example.news";
    private const string Members = "com.example.members";

    public async Task<string> PublishAsync(int subscribers)
    {
        var clients = await stage.JoinAsync(subscribers);
        var publisher = await stage.JoinAsync();
        var received = Enumerable.Range(0, subscribers + 1).Select(static _ => new List<int>()).ToArray();
        var all = new TaskCompletionSource();
        var missing = (subscribers + 1) * Events - Events / 2;
        for (var i = 0; i <= subscribers; i++)
        {
            var list = received[i];
            await (i < subscribers ? clients[i] : publisher).Subscribe(Topic, payload =>
            {
                list.Add(payload.Arg<int>(0));
                if (--missing == 0)
                    all.SetResult();
            });
        }

        // The publisher itself gets every second event.
        for (var i = 0; i < Events; i++)
            await publisher.Publish(Topic, excludeMe: i % 2 == 0, i);
        await all.Task;
        await Stage.LeaveAsync([.. clients, publisher]);
        var inOrder = Enumerable.Range(0, Events).ToArray();
        Expect(received[..subscribers].All(list => list.SequenceEqual(inOrder)), "each got all, in order");
        Expect(received[subscribers].SequenceEqual(inOrder.Where(static i => i % 2 == 1)), "exclude_me");
        return $"{Events} events to {subscribers} subscribers, each in order; exclude_me left the publisher out";
    }

    public async Task<string> AuthenticateAsync()
    {
        foreach (var method in new[] { "ticket", "wampcra" })
        {
            var member = await stage.JoinAsync(Members, new Credentials(method, "joe", "for the demo only"));
            await member.Leave();
            await RefusedAsync(Uris.AuthenticationFailed, Members, new Credentials(method, "joe", "wrong"));
            await RefusedAsync(Uris.AuthenticationFailed, Members, new Credentials(method, "jim", "for the demo only"));
        }

        await RefusedAsync(Uris.NoAuthMethod, Members, null);
        await RefusedAsync(Uris.NoSuchRealm, "com.example.none", null);
        return "ticket and WAMP-CRA; wrong secrets, unknown users and realms refused";
    }

    public async Task<string> LeftAsync()
    {
        var realms = await router.GetStateAsync();
        foreach (var realm in realms)
        {
            Expect(
                realm is { Topics: 0, Procedures: 0, Calls: 0, Timeouts: 0 },
                $"{realm.Name} has {realm.Topics} topics, {realm.Procedures} procedures, {realm.Calls} calls, "
                + $"{realm.Timeouts} timeouts");
        }

        return $"0 topics, procedures, calls, timeouts; {realms[0].Loop.Executed} callbacks on the loop of "
            + $"{realms[0].Name}, the longest {realms[0].Loop.LongestCallback.TotalMilliseconds:0.0} ms";
    }

    public async Task<string> StopAsync()
    {
        var clients = await stage.JoinAsync(20);
        await router.CloseSessionsAsync();
        foreach (var client in clients)
        {
            var reason = await client.Closed;
            Expect(reason == Uris.SystemShutdown, $"GOODBYE says why: {reason}");
        }

        var left = await router.CountSessionsAsync();
        Expect(left == 0, $"{left} sessions are left");
        return $"GOODBYE {Uris.SystemShutdown} to {clients.Length} sessions, and none is left";
    }

    private Task RefusedAsync(string uri, string realm, Credentials? credentials) =>
        ExpectError(uri, stage.JoinAsync(realm, credentials).ToFuture(stage.Txaio));
}
