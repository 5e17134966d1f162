using Wamp.Client;

namespace Wamp.Demo;

/// <summary>Connects the clients of the demo. Each has its own connection, and all run on one loop.</summary>
internal sealed class Stage(ITxaio txaio, Uri router)
{
    public static readonly string[] Formats = ["wamp.2.json", "wamp.2.msgpack"];

    private int _joined;

    public ITxaio Txaio => txaio;

    /// <summary>Joins a client. The clients use JSON and MessagePack by turns.</summary>
    public Task<WampClient> JoinAsync(string realm = "realm1", Credentials? credentials = null) =>
        WampClient.JoinAsync(txaio, router, realm, Formats[_joined++ % Formats.Length], credentials);

    public async Task<WampClient[]> JoinAsync(int count)
    {
        var clients = new WampClient[count];
        for (var i = 0; i < count; i++)
            clients[i] = await JoinAsync();
        return clients;
    }

    public static Task LeaveAsync(IEnumerable<WampClient> clients) =>
        Task.WhenAll(clients.Select(static client => client.Leave().AsTask()));
}
