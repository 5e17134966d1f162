using Akka.Configuration;

namespace Txaio.Actors.Nodes;

/// <summary>
/// The most bytes that a message may have on the wire. A message of unknown size counts as this many bytes.
/// </summary>
internal static class LargestFrame
{
    private const int Default = 128_000;

    /// <summary>The largest <c>maximum-frame-size</c> of the transports that are enabled.</summary>
    public static int In(Config config)
    {
        const string Enabled = "akka.remote.enabled-transports";
        if (!config.HasPath(Enabled))
            return Default;
        return config.GetStringList(Enabled)
            .Select(transport => $"{transport}.maximum-frame-size")
            .Where(config.HasPath)
            .Select(frame => (int)Math.Min(config.GetByteSize(frame) ?? Default, int.MaxValue))
            .DefaultIfEmpty(Default)
            .Max();
    }
}
