using System.Diagnostics;
using Txaio.Actors.Futures.Asking;

namespace Txaio.Actors.Api.Bound;

/// <summary>txaio bound to one loop. Each loop has one instance.</summary>
[DebuggerDisplay("{Display,nq}")]
internal sealed partial class TxaioApi(TxaioExtension extension, EventLoop loop) : ITxaio
{
    private readonly AskTimeoutScanner _timeouts = new(loop, extension.AskTimers);

    public EventLoop Loop => loop;

    public bool UsingAkka => true;

    public bool UsingAsyncio => false;

    public bool UsingTwisted => false;

    /// <summary>The timeouts of the loop's Asks.</summary>
    internal AskTimeoutScanner AskTimeouts => _timeouts;

    private string Display => $"txaio on {loop}";

    public ITxaio WithConfig(string loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return extension.On(loop);
    }

    public ITxaio WithConfig(EventLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return extension.On(loop);
    }
}
