using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;

namespace GenericHost;

/// <summary>A health report as text: the overall status, then a line for each check.</summary>
internal static class HealthText
{
    public static HealthCheckOptions Options { get; } = new()
    {
        ResponseWriter = static (http, report) =>
        {
            var lines = report.Entries.Select(
                static entry => $"{entry.Value.Status} {entry.Key}: {entry.Value.Description}");
            http.Response.ContentType = "text/plain";
            return http.Response.WriteAsync($"{report.Status}\n{string.Join('\n', lines.Order())}\n");
        },
    };
}
