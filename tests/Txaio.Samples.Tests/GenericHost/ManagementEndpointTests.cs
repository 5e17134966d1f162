using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace Txaio.Samples.Tests.GenericHost;

/// <summary>
/// The log level can be read and set only at the management endpoint. This holds with further endpoints, and with
/// requests that claim to come to the management endpoint.
/// </summary>
public sealed class ManagementEndpointTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-management-");
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = SampleProcess.Patience };

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Kestrel__Endpoints__Public__Url=http://127.0.0.1:0")]
    [InlineData("Kestrel__Endpoints__Public__Url=http://0.0.0.0:0")]
    [InlineData("Kestrel__Endpoints__A__Url=http://127.0.0.1:0 Kestrel__Endpoints__Z__Url=http://[::1]:0")]
    [InlineData("Kestrel__Endpoints__Management__Url=http://0.0.0.0:0")]
    [InlineData("ASPNETCORE_URLS=http://127.0.0.1:0;http://0.0.0.0:0")]
    [InlineData("URLS=http://127.0.0.1:0")]
    [InlineData("ASPNETCORE_URLS=http://127.0.0.1:0 Kestrel__Endpoints__Public__Url=http://127.0.0.1:0")]
    [InlineData("ASPNETCORE_FORWARDEDHEADERS_ENABLED=true")]
    [InlineData("ASPNETCORE_PREFERHOSTINGURLS=true ASPNETCORE_URLS=http://127.0.0.1:0")]
    public async Task Environment_that_adds_endpoints_leaves_the_level_on_its_own(string environment)
    {
        await using var host = Start(environment);

        await LevelIsOnManagementAlone(host);
    }

    [Theory]
    [InlineData("--urls=http://127.0.0.1:0;http://0.0.0.0:0")]
    [InlineData("--Kestrel:Endpoints:Public:Url=http://127.0.0.1:0")]
    [InlineData("--Kestrel:EndpointDefaults:Protocols=Http1")]
    public async Task Option_that_adds_endpoints_leaves_the_level_on_the_management_endpoint(string option)
    {
        await using var host = Start("", option);

        await LevelIsOnManagementAlone(host);
    }

    [Fact]
    public async Task Endpoints_in_appsettings_leave_the_level_on_the_management_endpoint()
    {
        // All tests share the program's folder. Only this test starts the program in this environment, and so reads
        // this file.
        const string name = "TwoEndpoints";
        var settings = Path.Combine(SampleProcess.OutputOf("GenericHost"), $"appsettings.{name}.json");
        await File.WriteAllTextAsync(
            settings,
            """{ "Kestrel": { "Endpoints": { "A": { "Url": "http://127.0.0.1:0" }, "Z": { "Url": "http://0.0.0.0:0" } } } }""");
        try
        {
            await using var host = Start("", $"--environment={name}");

            Assert.Equal(2, (await LevelIsOnManagementAlone(host)).Length);
        }
        finally
        {
            File.Delete(settings);
        }
    }

    [Fact]
    public async Task Port_of_the_management_endpoint_that_is_taken_by_another_endpoint_ends_the_host()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var host = Start("", $"--ManagementPort={port}");
        var result = await host.EndAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"127.0.0.1:{port}", result.Error, StringComparison.Ordinal);
    }

    private async Task<Uri[]> LevelIsOnManagementAlone(SampleProcess host)
    {
        var line = await host.LineAsync("listening on ");
        var addresses = line.Split("listening on ")[1].Split(", management on ");
        var management = new Uri(addresses[1]);
        var others = addresses[0].Split(", ").Select(static url => new Uri(url)).ToArray();
        Assert.Equal("127.0.0.1", management.Host);
        Assert.NotEmpty(others);
        Assert.DoesNotContain(management.Port, others.Select(static other => other.Port));

        foreach (var other in others)
        {
            var own = $"127.0.0.1:{other.Port}";
            using var health = await SendAsync(HttpMethod.Get, other, "/health", own);
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
            // The requests have the host name of this endpoint, the host name of the management endpoint, or the
            // headers of a proxy.
            await RefusesAsync(other, own);
            await RefusesAsync(other, management.Authority);
            await RefusesAsync(
                other, own, ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Host", management.Authority),
                ("X-Forwarded-Port", $"{management.Port}"), ("Forwarded", $"for=127.0.0.1;host={management.Authority}"));
            await RefusesAsync(other, own, ("Origin", $"http://{management.Authority}"));
        }

        Assert.Equal("info", await _http.GetStringAsync(new Uri(management, "/loglevel")));
        using var origin = await SendAsync(
            HttpMethod.Post, management, "/loglevel", management.Authority, ("Origin", "http://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, origin.StatusCode);
        using var set = await SendAsync(HttpMethod.Post, management, "/loglevel", management.Authority);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        return others;
    }

    private async Task RefusesAsync(Uri endpoint, string host, params (string Name, string Value)[] headers)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var answer = await SendAsync(method, endpoint, "/loglevel", host, headers);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri endpoint, string path, string host, params (string Name, string Value)[] headers)
    {
        var address = endpoint.HostNameType == UriHostNameType.IPv6 ? "[::1]" : "127.0.0.1";
        using var request = new HttpRequestMessage(method, $"http://{address}:{endpoint.Port}{path}");
        request.Headers.Host = host;
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        if (method == HttpMethod.Post)
            request.Content = JsonContent.Create(new { level = "debug" });
        return await _http.SendAsync(request);
    }

    private SampleProcess Start(string environment, params string[] options) => SampleProcess.Start(
        environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static variable =>
            (variable.Split('=', 2)[0], variable.Split('=', 2)[1])),
        "GenericHost",
        [
            "--Port", "0", "--ManagementPort", "0", "--LogFile", Path.Combine(_folder.FullName, "host.log"),
            "--Txaio:Loops:default:SlowCallback", "00:00:30", "--Txaio:Loops:io:SlowCallback", "00:00:30", .. options,
        ]);
}
