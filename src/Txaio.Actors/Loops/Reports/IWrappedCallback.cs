namespace Txaio.Actors.Loops.Reports;

/// <summary>Stands in the place of a user's callback: reports name the user's.</summary>
internal interface IWrappedCallback
{
    /// <summary>What the user gave.</summary>
    Delegate Callback { get; }
}
