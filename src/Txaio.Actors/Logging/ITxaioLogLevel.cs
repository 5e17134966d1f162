namespace Txaio.Actors;

/// <summary>A level as a type, for <see cref="TxaioLogInterpolatedStringHandler{TLevel}"/>.</summary>
/// <remarks>Implemented by the types in <see cref="TxaioLogLevels"/>.</remarks>
public interface ITxaioLogLevel
{
    /// <summary>The level that the type stands for.</summary>
    static abstract TxaioLogLevel Level { get; }
}
