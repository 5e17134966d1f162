using Txaio.Actors;
using Wamp.Client;
using Wamp.Protocol;

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

    /// <summary>The URI of the error that a call ends with.</summary>
    public static async Task<string> ErrorOf<T>(Future<T> call)
    {
        try
        {
            await call;
            return "no error";
        }
        catch (WampException error)
        {
            return error.Uri;
        }
    }
}
