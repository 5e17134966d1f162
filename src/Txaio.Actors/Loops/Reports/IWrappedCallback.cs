namespace Txaio.Actors.Loops.Reports;

/// <summary>An object that runs a user's callback: reports name that callback instead of this object.</summary>
internal interface IWrappedCallback
{
    /// <summary>The user's callback.</summary>
    Delegate Callback { get; }
}
