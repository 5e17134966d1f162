using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Txaio.Samples.Tests.GenericHost;

/// <summary>The sample GenericHost as a process, which the tests use over HTTP.</summary>
public sealed class GenericHostTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-generic-host-");
    private readonly HttpClient _http = new() { Timeout = SampleProcess.Patience };

    private Uri LogLevel { get; set; } = null!;

    private string LogFile => Path.Combine(_folder.FullName, "host.log");

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Host_replies_changes_its_level_and_ends_with_every_event_in_the_file()
    {
        if (OperatingSystem.IsWindows())
            return;
        // The bucket is so short that the timer ticks before the first response. The level hides these ticks.
        await using var host = await StartAsync("--Txaio:Timers:ticks:Bucket", "00:00:00.005");

        Assert.Equal(
            "Healthy\nHealthy txaio.liveness: All 2 loops turn.\nHealthy txaio.readiness: All 2 loops keep up.\n",
            await _http.GetStringAsync("/health"));
        Assert.Equal(
            "loop 'default', akka://app/system/txaio/loops/default\nloop 'io'\n", await _http.GetStringAsync("/where"));

        Assert.Equal("info", await _http.GetStringAsync(LogLevel));
        Assert.Equal("debug", await PostAsync("debug", HttpStatusCode.OK));
        await host.LineAsync("DBG GenericHost.Ticker: tick ");
        Assert.Equal("debug", await _http.GetStringAsync(LogLevel));
        foreach (var level in new[] { "loud", "none", "None", "", "0", "\u001b[2J" })
        {
            Assert.Equal(
                "\"level must be one of critical, error, warn, info, debug, trace\"",
                await PostAsync(level, HttpStatusCode.BadRequest));
        }

        Assert.Equal("debug", await _http.GetStringAsync(LogLevel));

        host.Terminate();
        var result = await host.EndAsync();

        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        var events = result.Output.Where(static line => line.Contains(": tick ", StringComparison.Ordinal)
            || line.Contains(": stopped after", StringComparison.Ordinal)).ToList();
        Assert.Matches(@"INF GenericHost.Ticker: stopped after \d+ ticks$", events[^1]);
        Assert.Equal(events, File.ReadLines(LogFile).Where(events.ToHashSet().Contains));
        var ticks = events[..^1].Select(static line => int.Parse(line.Split(": tick ")[1].Split(' ')[0])).ToList();
        Assert.True(ticks[0] > 1, "The level was info at first, so the first tick must not be in the log.");
        Assert.Equal(Enumerable.Range(ticks[0], ticks.Count), ticks);
        Assert.EndsWith($"stopped after {ticks[^1]} ticks", events[^1]);
        Assert.DoesNotContain(result.Output, static line => line.StartsWith("WRN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_in_a_browser_on_this_machine_cannot_change_the_level()
    {
        await using var host = await StartAsync();
        const string body = "{\"level\":\"critical\"}";

        // A form or script of any page may send these requests without a preflight.
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
            await RefusedAsync(HttpStatusCode.UnsupportedMediaType, Plain(type));
        await RefusedAsync(HttpStatusCode.BadRequest, null);

        // These requests need a preflight.
        await RefusedAsync(HttpStatusCode.Forbidden, Json(body), origin: "http://evil.example");
        await RefusedAsync(HttpStatusCode.Forbidden, Json(body), origin: "null");
        await RefusedAsync(HttpStatusCode.Forbidden, Json(body), origin: $"http://localhost:{LogLevel.Port}");

        // A page whose host name resolves to this machine sends these requests. The last request is a preflight.
        foreach (var name in new[] { "evil.example", $"evil.example:{LogLevel.Port}", "127.0.0.1.evil.example", "10.0.0.1" })
            await RefusedAsync(HttpStatusCode.BadRequest, Json(body), host: name);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, LogLevel);
        preflight.Headers.Add("Origin", "http://evil.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await _http.SendAsync(preflight);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));

        Assert.Equal("info", await _http.GetStringAsync(LogLevel));
        Assert.Equal("critical", await PostAsync("critical", HttpStatusCode.OK));
    }

    [Fact]
    public async Task Public_port_has_no_level_and_refuses_other_hosts_and_long_bodies()
    {
        await using var host = await StartAsync();

        using var level = await _http.PostAsJsonAsync("/loglevel", new { level = "debug" });
        Assert.Equal(HttpStatusCode.NotFound, level.StatusCode);
        using var read = await _http.GetAsync("/loglevel");
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        foreach (var path in new[] { "/health", "/metrics", "/where" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "evil.example" } };
            using var answer = await _http.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        using var body = await _http.PostAsync(LogLevel, Json(new string(' ', 5000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, body.StatusCode);
    }

    [Fact]
    public async Task Header_without_an_end_is_given_up_after_five_seconds_and_a_connection_beyond_1000_is_refused()
    {
        await using var host = await StartAsync();
        var address = _http.BaseAddress!;
        Assert.InRange((await UnendingHeader.SendAsync(address)).TotalSeconds, 4, 40);

        var clients = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 1001; i++)
            {
                clients.Add(new TcpClient());
                await clients[^1].ConnectAsync(address.Host, address.Port).WaitAsync(SampleProcess.Patience);
            }

            // The host ends a connection beyond the limit at once, and the others after a time without a request. It
            // counts them on several threads, so another than the last may be the one that it refuses.
            var ends = clients.Select(static client => client.GetStream().ReadAsync(new byte[1]).AsTask()).ToList();
            Assert.Equal(0, await (await Task.WhenAny(ends).WaitAsync(SampleProcess.Patience)));
            Assert.InRange(ends.Count(static end => end.IsCompleted), 1, 10);
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }
    }

    [Fact]
    public async Task Management_stays_on_this_machine_whatever_urls_say()
    {
        await using var host = await StartAsync("--urls=http://0.0.0.0:0");

        Assert.Equal("127.0.0.1", LogLevel.Host);
        Assert.Equal("info", await _http.GetStringAsync(LogLevel));
    }

    [Fact]
    public async Task Metrics_are_in_the_format_of_Prometheus()
    {
        await using var host = await StartAsync();

        using var answer = await _http.GetAsync("/metrics");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("# TYPE dotnet_gc_collections_total counter\n", text);
        Assert.Matches(@"(?m)^dotnet_gc_collections_total\{[^}]*\} \d+", text);
        Assert.Matches(@"(?m)^txaio_loop_callbacks\w*\{[^}]*txaio_loop=""io""[^}]*\} \d+", text);
    }

    [Fact]
    public async Task Mistake_in_a_setting_is_named_and_ends_the_host()
    {
        var result = await SampleProcess.RunAsync("GenericHost", [.. Arguments(), "--Txaio:Loops:io:Capacity", "-1"]);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("txaio.loops.io.capacity = -1: must be a whole number of 0 or more", result.Text + result.Error);
    }

    [Theory]
    [InlineData("txaio.loops.io.capacity = -1: must be a whole number of 0 or more", "--Txaio:Loops:io:Capacity=-1")]
    [InlineData("Invalid url: 'nonsense'", "--urls=nonsense")]
    [InlineData("--LogFile /proc/none/host.log: ", "--LogFile=/proc/none/host.log")]
    public async Task Mistake_in_a_setting_is_one_line_on_standard_error(string message, string argument)
    {
        if (OperatingSystem.IsWindows())
            return;
        var result = await SampleProcess.RunAsync("GenericHost", [.. Arguments(), argument]);

        Assert.Equal(2, result.ExitCode);
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("GenericHost: " + message, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_file_lies_beside_the_program_by_default()
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = Path.Combine(SampleProcess.OutputOf("GenericHost"), "generic-host.log");
        File.Delete(file);

        await using var host = SampleProcess.Start("GenericHost", "--Port", "0", "--ManagementPort", "0");
        await host.LineAsync("listening on ");
        host.Terminate();
        var result = await host.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("stopped after", File.ReadLines(file).Last());
    }

    [Theory]
    [InlineData("--urls", "http://127.0.0.1:0")]
    [InlineData("--urls=http://127.0.0.1:0")]
    public async Task Urls_set_the_listening_address(params string[] urls)
    {
        // The invalid address shows that the host does not read the port.
        await using var host = await StartAsync([.. urls, "--Port=1"]);

        Assert.NotEqual(1, _http.BaseAddress!.Port);
        Assert.StartsWith("Healthy\n", await _http.GetStringAsync("/health"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var result = await SampleProcess.RunAsync("GenericHost", "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.All(["--Port", "--ManagementPort", "--AllowedHosts", "--urls", "--LogFile", "--Txaio:", "--help"], option => Assert.Contains($"\n  {option}", result.Text));
    }

    [Theory]
    [InlineData("unknown option --Prot; see --help", "--Prot", "1")]
    [InlineData("--Port needs a value; see --help", "--Port")]
    [InlineData("--ManagementPort 70000: must be a whole number from 0 to 65535", "--ManagementPort", "70000")]
    [InlineData("--Port any: must be a whole number from 0 to 65535", "--Port=any")]
    [InlineData("unexpected argument Port=1; see --help", "Port=1")]
    public async Task Bad_option_is_one_line_and_exit_code_2(string message, params string[] arguments)
    {
        var result = await SampleProcess.RunAsync("GenericHost", arguments);

        Assert.Equal(("GenericHost: " + message, "", 2), (result.Error.TrimEnd(), result.Text, result.ExitCode));
    }

    // On a busy machine, compiling may hold a loop for longer than the sample's slow-callback.
    private string[] Arguments() =>
    [
        "--Port", "0", "--ManagementPort", "0", "--LogFile", LogFile,
        "--Txaio:Loops:default:SlowCallback", "00:00:30", "--Txaio:Loops:io:SlowCallback", "00:00:30",
    ];

    private async Task<SampleProcess> StartAsync(params string[] arguments)
    {
        var host = SampleProcess.Start("GenericHost", [.. Arguments(), .. arguments]);
        try
        {
            var line = await host.LineAsync("listening on ");
            var addresses = line.Split("listening on ")[1].Split(", management on ");
            _http.BaseAddress = new Uri(addresses[0]);
            LogLevel = new Uri(addresses[1] + "/loglevel");
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private async Task RefusedAsync(HttpStatusCode status, HttpContent? content, string? host = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, LogLevel) { Content = content };
        request.Headers.Host = host;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var answer = await _http.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
    }

    private async Task<string> PostAsync(string level, HttpStatusCode expected)
    {
        using var answer = await _http.PostAsJsonAsync(LogLevel, new { level });
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static HttpContent Json(string text) => new StringContent(text, Encoding.UTF8, "application/json");

    private static HttpContent Plain(string type) =>
        new StringContent("{\"level\":\"critical\"}", MediaTypeHeaderValue.Parse(type));
}
