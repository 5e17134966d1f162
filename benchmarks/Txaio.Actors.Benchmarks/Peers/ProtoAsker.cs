using Proto;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Proto.Actor's RequestAsync, of an actor that replies with the question.</summary>
internal sealed class ProtoAsker : Asker, IDisposable
{
    private readonly ActorSystem _system = new();
    private readonly PID _echo;
    private readonly TimeSpan _timeout;

    public ProtoAsker(TimeSpan timeout)
        : base("Proto.Actor's RequestAsync")
    {
        _timeout = timeout;
        _echo = _system.Root.Spawn(Props.FromFunc(static context =>
        {
            if (context.Sender is not null)
                context.Respond(context.Message!);
            return Task.CompletedTask;
        }));
    }

    public override async Task AskAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Check(_timeout == Timeout.InfiniteTimeSpan
                ? await _system.Root.RequestAsync<object>(_echo, Question, CancellationToken.None)
                : await _system.Root.RequestAsync<object>(_echo, Question, _timeout));
        }
    }

    public void Dispose() => _system.ShutdownAsync().Wait();
}
