using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Txaio.Actors.Api.Bound;

/// <content>Logging.</content>
internal sealed partial class TxaioApi
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ITxaioLogger MakeLogger() => extension.Logging.MakeLoggerForCaller();

    public ITxaioLogger MakeLogger<TOwner>() => extension.Logging.MakeLogger(typeof(TOwner));

    public ITxaioLogger MakeLogger(string name) => extension.Logging.MakeLogger(name);

    public ITxaioLogger MakeLogger(IActorContext context) => extension.Logging.MakeLogger(context);

    public void StartLogging(TextWriter? output = null, string level = "info") =>
        extension.Logging.StartLogging(output, level);

    public void StartLogging(Stream output, string level = "info") => extension.Logging.StartLogging(output, level);

    public void SetGlobalLogLevel(string level) => extension.Logging.SetGlobalLogLevel(level);

    public void SetGlobalLogLevel(TxaioLogLevel level) => extension.Logging.SetGlobalLogLevel(level);

    public TxaioLogLevel GetGlobalLogLevel() => extension.Logging.GetGlobalLogLevel();

    public void AddLogCategories(IReadOnlyDictionary<string, string> categories) =>
        extension.Logging.AddLogCategories(categories);
}
