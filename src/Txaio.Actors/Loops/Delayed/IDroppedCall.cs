namespace Txaio.Actors.Loops.Delayed;

/// <summary>A callback that is told when its call is dropped, because its loop or timer has ended.</summary>
internal interface IDroppedCall
{
    /// <summary>The call will not run.</summary>
    void Dropped();
}
