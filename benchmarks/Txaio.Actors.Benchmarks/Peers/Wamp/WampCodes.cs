namespace Txaio.Actors.Benchmarks.Peers.Wamp;

/// <summary>The codes of the WAMP messages that P17 uses: the first number of each message.</summary>
internal static class WampCodes
{
    public const int Hello = 1;
    public const int Welcome = 2;
    public const int Error = 8;
    public const int Call = 48;
    public const int Result = 50;
    public const int Register = 64;
    public const int Registered = 65;
    public const int Invocation = 68;
    public const int Yield = 70;
}
