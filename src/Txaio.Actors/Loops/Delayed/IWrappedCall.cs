namespace Txaio.Actors.Loops.Delayed;

/// <summary>A message of the library that wraps a user's message. Reports name the user's message.</summary>
internal interface IWrappedCall
{
    /// <summary>The user's message.</summary>
    object Message { get; }
}
