namespace Txaio.Actors.Loops.Delayed;

/// <summary>A callback that is told when its call is dropped, because its loop or timer has ended.</summary>
internal interface IDroppedCall
{
    /// <summary>Called when the call has been dropped: it will not run.</summary>
    void Dropped();
}
