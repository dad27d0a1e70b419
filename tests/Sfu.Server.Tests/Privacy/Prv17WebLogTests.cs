using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sfu.Server.Logs;
using Sfu.Server.Options;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-17: an optional, minimal web log that the server itself deletes.</summary>
[Trait("PRV", "17")]
public sealed class Prv17WebLogTests
{
    [Fact]
    public async Task It_is_off_by_default()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync($"--Sfu:Logs:Web:Directory={folder.Path}/logs");
        using var answer = await server.Http.GetAsync("/healthz");
        await server.StopAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_request_is_one_line_with_a_cut_address_no_query_and_no_room()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync("--Sfu:Logs:Web:Enabled=true", $"--Sfu:Logs:Web:Directory={folder.Path}");
        using var visitor = Visitors.From("127.77.66.55", server.Address);
        using var room = await visitor.GetAsync("/marker-room?marker-query=1");
        using var health = await visitor.GetAsync("/healthz?marker-query=1");
        await server.StopAsync();

        var file = Assert.Single(Directory.EnumerateFiles(folder.Path));
        var text = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain("marker", text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.77.66.55", text, StringComparison.Ordinal);
        var lines = text.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Matches("^127\\.77\\.66\\.0 - - \\[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8} \\+0000\\] \"GET /\\* HTTP/1\\.1\" [0-9]{3} ([0-9]+|-)$", lines[0]);
        Assert.Contains("\"GET /healthz HTTP/1.1\" 200", lines[1], StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("--Sfu:Logs:Web:Days=14")]
    public async Task A_file_is_gone_when_its_days_are_over(string setting)
    {
        using var folder = new TemporaryFolder();
        var time = new ShiftedTime();
        await using var server = await RunningServer.StartAsync(
            services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)),
            "--Sfu:Logs:Web:Enabled=true", $"--Sfu:Logs:Web:Directory={folder.Path}", setting.Length > 0 ? setting : "--Sfu:Logs:Web:Days=10");
        var days = setting.Length > 0 ? 14 : 10;
        var log = server.Services.GetRequiredService<WebLog>();
        folder.Write("web-notes.log", "not ours");
        using var answer = await server.Http.GetAsync("/healthz");
        await Eventually.Holds(() => Written(log, folder) == 2);
        Assert.Contains("\"webLogFiles\":1", await server.Http.GetStringAsync("/privacy.json"), StringComparison.Ordinal);

        time.Advance(TimeSpan.FromDays(days - 1));
        log.Flush();
        Assert.Contains(Directory.GetFiles(folder.Path), path => !path.EndsWith("web-notes.log", StringComparison.Ordinal));
        var oldest = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).First();
        time.Advance(TimeSpan.FromDays(1));
        log.Flush();
        Assert.False(File.Exists(oldest));
        Assert.True(File.Exists(Path.Combine(folder.Path, "web-notes.log")));
    }

    private static int Written(WebLog log, TemporaryFolder folder)
    {
        log.Flush();
        return Directory.GetFiles(folder.Path).Length;
    }

    [Fact]
    public async Task A_log_switched_off_is_still_deleted_in_time()
    {
        using var folder = new TemporaryFolder();
        var old = folder.Write("web-2020-01-01.log", "old");
        await using var server = await RunningServer.StartAsync($"--Sfu:Logs:Web:Directory={folder.Path}");
        await Eventually.Holds(() => !File.Exists(old));
    }

    [Fact]
    public void More_than_14_days_need_so_many_words()
    {
        Assert.Equal(10, new WebLogOptions().Days);
        var wrong = Assert.Throws<StartException>(() => Sfu.Server.Startup.SfuServer.Build(["--Sfu:Logs:Web:Days=15"]));
        Assert.Contains("KeepLongerThanFourteenDays", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.200", "192.0.2.0")]
    [InlineData("::ffff:192.0.2.200", "192.0.2.0")]
    [InlineData("2001:db8:1234:5678:9abc:def0:1234:5678", "2001:db8:1234::")]
    [InlineData("fe80::1%3", "fe80::")]
    [InlineData("::1", "::")]
    public void Addresses_are_cut_to_their_network(string whole, string cut) => Assert.Equal(cut, WebLogLine.Cut(IPAddress.Parse(whole)));

    [Theory]
    [InlineData("/", 200, "/")]
    [InlineData("/chess", 200, "/*")]
    [InlineData("/chess/ada", 404, "/*")]
    [InlineData("/hub", 101, "/hub")]
    [InlineData("/hub/negotiate", 200, "/hub/*")]
    [InlineData("/app/main.js", 200, "/app/main.js")]
    [InlineData("/app/ada.js", 404, "/app/*")]
    [InlineData("/app/a\"b\n.js", 200, "/app/*")]
    [InlineData("/whip/chess", 201, "/whip/*")]
    [InlineData("/bigbluebutton/api/join", 302, "/bigbluebutton/*")]
    public void Of_paths_only_the_servers_own_words_are_kept(string path, int status, string kept) => Assert.Equal(kept, WebLogLine.Plain(path, status));
}
