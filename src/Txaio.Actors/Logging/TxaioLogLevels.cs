namespace Txaio.Actors;

/// <summary>The levels as types; type arguments of <see cref="TxaioLogInterpolatedStringHandler{TLevel}"/>.</summary>
public static class TxaioLogLevels
{
    /// <summary>Stands for <see cref="TxaioLogLevel.Critical"/>.</summary>
    public readonly struct Critical : ITxaioLogLevel
    {
        /// <inheritdoc/>
        public static TxaioLogLevel Level => TxaioLogLevel.Critical;
    }

    /// <summary>Stands for <see cref="TxaioLogLevel.Error"/>.</summary>
    public readonly struct Error : ITxaioLogLevel
    {
        /// <inheritdoc/>
        public static TxaioLogLevel Level => TxaioLogLevel.Error;
    }

    /// <summary>Stands for <see cref="TxaioLogLevel.Warn"/>.</summary>
    public readonly struct Warn : ITxaioLogLevel
    {
        /// <inheritdoc/>
        public static TxaioLogLevel Level => TxaioLogLevel.Warn;
    }

    /// <summary>Stands for <see cref="TxaioLogLevel.Info"/>.</summary>
    public readonly struct Info : ITxaioLogLevel
    {
        /// <inheritdoc/>
        public static TxaioLogLevel Level => TxaioLogLevel.Info;
    }

    /// <summary>Stands for <see cref="TxaioLogLevel.Debug"/>.</summary>
    public readonly struct Debug : ITxaioLogLevel
    {
        /// <inheritdoc/>
        public static TxaioLogLevel Level => TxaioLogLevel.Debug;
    }

    /// <summary>Stands for <see cref="TxaioLogLevel.Trace"/>.</summary>
    public readonly struct Trace : ITxaioLogLevel
    {
        /// <inheritdoc/>
        public static TxaioLogLevel Level => TxaioLogLevel.Trace;
    }
}
