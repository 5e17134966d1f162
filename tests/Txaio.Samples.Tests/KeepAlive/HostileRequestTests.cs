namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>The server alone, against pages of other origins and names that would steer the terminal.</summary>
[Collection(KeepAliveProcess.Name)]
public sealed class HostileRequestTests
{
    private static readonly string[] Names =
    [
        "%1b[2J", "%1b]0;title%07", "%c2%9b2J", "%c2%85", "%0d%0a2016-01-21T01:02:03+0100%20forged", "%e2%80%a8", "%e2%80%a9",
        "%e2%80%ae", "%e2%81%a6", "%d8%9c", "%00", "%7f", "%09",
    ];

    [Fact]
    public async Task Name_that_steers_a_terminal_is_escaped_in_the_log()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var server = await StartAsync();
        foreach (var name in Names)
        {
            using var client = await RawClient.ConnectAsync(server.Address);
            var answer = await client.RequestAsync(RawClient.Request.Replace("name=raw", $"name=evil{name}x"));
            Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
            var line = await server.Process.LineAsync("x opened");
            Assert.Matches(@"evil\\(u[0-9a-f]{4}|r\\n2016|t).*x opened$", line);
        }

        server.Process.Terminate();
        var result = await server.Process.EndAsync();
        Assert.DoesNotContain(result.Text, static c => c != '\n' && (char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202e'));
        Assert.DoesNotContain(result.Output, static line => line.EndsWith(" forgedx opened", StringComparison.Ordinal)
            && line.StartsWith("2016", StringComparison.Ordinal));
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("evil.example", null, "400")]
    [InlineData("evil.example:{port}", "http://evil.example:{port}", "400")]
    [InlineData("localhost.evil.example", null, "400")]
    [InlineData("127.0.0.1:{port}", "http://evil.example", "403")]
    [InlineData("127.0.0.1:{port}", "http://127.0.0.1:1", "403")]
    [InlineData("127.0.0.1:{port}", "https://127.0.0.1:{port}", "403")]
    [InlineData("127.0.0.1:{port}", "null", "403")]
    [InlineData("127.0.0.1:{port}", "http://127.0.0.1:{port}", "101")]
    [InlineData("localhost:{port}", "http://localhost:{port}", "101")]
    [InlineData("[::1]:{port}", null, "101")]
    [InlineData("127.0.0.1", null, "101")]
    public async Task WebSocket_of_a_page_of_another_origin_is_refused(string host, string? origin, string status)
    {
        await using var server = await StartAsync();
        var port = $"{server.Address.Port}";
        var request = RawClient.Request.Replace("Host: 127.0.0.1", "Host: " + host.Replace("{port}", port));
        if (origin is not null)
            request = request.Replace("\r\nUpgrade", $"\r\nOrigin: {origin.Replace("{port}", port)}\r\nUpgrade");

        using var client = await RawClient.ConnectAsync(server.Address);
        var answer = await client.RequestAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_is_not_given_to_another_host()
    {
        await using var server = await StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(server.Address) { Scheme = "http" }.Uri)
        {
            Headers = { Host = "evil.example" },
        };

        using var answer = await http.SendAsync(request);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Header_without_an_end_is_given_up_after_five_seconds_and_a_body_is_refused()
    {
        await using var server = await StartAsync();
        using var http = new HttpClient();
        var page = new UriBuilder(server.Address) { Scheme = "http" }.Uri;

        Assert.InRange((await UnendingHeader.SendAsync(server.Address)).TotalSeconds, 4, 40);
        using var answer = await http.PostAsync(page, new StringContent("body"));

        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    private static async Task<Server> StartAsync()
    {
        var process = SampleProcess.Start("KeepAlive", "--listen", "http://127.0.0.1:0");
        var first = await process.LineAsync("listening on ");
        return new Server(process, new Uri(first.Split("listening on ")[1].Split(',')[0]));
    }

    private sealed record Server(SampleProcess Process, Uri Address) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
