using System.Text.Json;

namespace KeepAlive.Client;

/// <summary>
/// The lines that client process and demo exchange. The client writes one word and its value to standard output. The
/// demo writes <see cref="Stop"/> to the client's standard input; the end of that input means the same.
/// </summary>
internal static class ClientProtocol
{
    /// <summary>The number of open connections.</summary>
    public const string Open = "open";

    /// <summary>All connections are open.</summary>
    public const string Ready = "ready";

    /// <summary>The reason why the client gives up.</summary>
    public const string Error = "error";

    /// <summary>A <see cref="ClientReport"/> as JSON; the last line.</summary>
    public const string Report = "report";

    /// <summary>Close all connections, report, and end.</summary>
    public const string Stop = "stop";

    public static string Write(ClientReport report) => $"{Report} {JsonSerializer.Serialize(report)}";

    public static ClientReport ReadReport(string json) => JsonSerializer.Deserialize<ClientReport>(json)!;
}
