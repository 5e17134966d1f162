namespace Txaio.Actors.Hosting;

/// <summary>The call of this package that messages name. Other packages compile some files of this one.</summary>
internal static class OwnCall
{
    /// <summary>The name of the method.</summary>
    public const string Name = nameof(TxaioServiceCollectionExtensions.AddTxaio);
}
