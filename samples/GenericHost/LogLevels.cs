using Microsoft.AspNetCore.Http;
using Txaio.Actors;

namespace GenericHost;

/// <summary>The level of all loggers, over HTTP: <c>curl -X POST .../loglevel/debug</c>.</summary>
internal static class LogLevels
{
    public static string Get(ITxaio txaio) => Name(txaio.GetGlobalLogLevel());

    public static IResult Set(string level, ITxaio txaio)
    {
        var names = Enum.GetValues<TxaioLogLevel>().Select(Name).ToList();
        if (!names.Contains(level))
            return Results.BadRequest($"'{level}' is no level; levels are {string.Join(", ", names)}");
        txaio.SetGlobalLogLevel(level);
        return Results.Text(level);
    }

    private static string Name(TxaioLogLevel level) => level.ToString().ToLowerInvariant();
}
