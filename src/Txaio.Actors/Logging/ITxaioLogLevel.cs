namespace Txaio.Actors;

/// <summary>A level as a type, from which <see cref="TxaioLogInterpolatedStringHandler{TLevel}"/> knows it.</summary>
/// <remarks>Implemented by the types in <see cref="TxaioLogLevels"/>.</remarks>
public interface ITxaioLogLevel
{
    /// <summary>The level that the type stands for.</summary>
    static abstract TxaioLogLevel Level { get; }
}
