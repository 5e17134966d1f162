namespace Txaio.Actors.Loops.Delayed;

/// <summary>A message of the library's own around one of the user's, which reports name.</summary>
internal interface IWrappedCall
{
    /// <summary>The user's message.</summary>
    object Message { get; }
}
