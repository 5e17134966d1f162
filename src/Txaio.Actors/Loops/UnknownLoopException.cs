namespace Txaio.Actors;

/// <summary>A loop was asked for by a name that no section under <c>txaio.loops</c> has.</summary>
public sealed class UnknownLoopException : ArgumentException
{
    /// <summary>Makes an exception that names the loop and the configured loops.</summary>
    /// <param name="loop">The name that was asked for.</param>
    /// <param name="known">The names of the configured loops.</param>
    public UnknownLoopException(string loop, IEnumerable<string> known)
        : base($"There is no loop '{loop}'; configured under txaio.loops are: {string.Join(", ", known)}.") =>
        Loop = loop;

    /// <summary>The name that was asked for.</summary>
    public string Loop { get; }
}
