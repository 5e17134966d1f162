using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Txaio.Actors;

namespace GenericHost;

/// <summary>
/// The level of all loggers, over HTTP, on the <see cref="ManagementEndpoint"/> alone:
/// <c>curl --json '{"level":"debug"}' .../loglevel</c>.
/// </summary>
/// <remarks>
/// A page in a browser on this machine can send requests to a port on 127.0.0.1, too. The page can send forms and plain
/// text to any address, but JSON only to its own origin. The browser adds <c>Origin</c> to all these requests. If the
/// page's own name points to 127.0.0.1, <c>AllowedHosts</c> refuses its requests.
/// </remarks>
internal static class LogLevels
{
    // The level none is not allowed: the log should show the events after a break-in.
    private static readonly string[] Levels =
        [.. Enum.GetValues<TxaioLogLevel>().Where(static level => level != TxaioLogLevel.None).Select(Name)];

    /// <summary>Maps <c>/loglevel</c>. On any other endpoint the reply is 404.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/loglevel").AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (!ManagementEndpoint.Took(http))
                return Results.NotFound();
            return http.Request.Headers.Origin.Count > 0 ? Results.StatusCode(StatusCodes.Status403Forbidden) : await next(context);
        });
        group.MapGet("", static (ITxaio txaio) => Name(txaio.GetGlobalLogLevel()));
        group.MapPost("", Set);
    }

    // ASP.NET binds the body only if its content type is JSON.
    private static IResult Set(Wanted wanted, ITxaio txaio)
    {
        if (!Levels.Contains(wanted.Level))
            return Results.BadRequest($"level must be one of {string.Join(", ", Levels)}");
        txaio.SetGlobalLogLevel(wanted.Level);
        return Results.Text(wanted.Level);
    }

    private static string Name(TxaioLogLevel level) => level.ToString().ToLowerInvariant();

    /// <summary>The body of a request.</summary>
    internal sealed record Wanted(string Level);
}
