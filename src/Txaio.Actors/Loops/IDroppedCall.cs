namespace Txaio.Actors;

/// <summary>A callback that has to know when the call it is of is dropped, because its loop or timer has ended.</summary>
internal interface IDroppedCall
{
    /// <summary>The call will not run.</summary>
    void Dropped();
}
