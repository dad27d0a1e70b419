using System.Net;
using System.Net.Sockets;
using Sfu.Server.Startup;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests;

public sealed class StartTests
{
    [Theory]
    [InlineData("--Sfu:Medai:Port=1", "Sfu:Medai")]
    [InlineData("--Sfu:Media:Port=many", "Sfu:Media:Port")]
    public async Task A_wrong_setting_ends_the_process_with_one_sentence(string setting, string key)
    {
        var (code, output, error) = await RunAsync(setting);
        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.Contains(key, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_media_port_ends_the_process_with_one_sentence()
    {
        using var taken = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.Client.LocalEndPoint!).Port;
        var (code, _, error) = await RunAsync("--urls=http://127.0.0.1:0", "--Sfu:Media:Advertise:0=127.0.0.1", "--Sfu:Stun:Port=0", $"--Sfu:Media:Port={port}");
        Assert.Equal(1, code);
        Assert.Contains("Sfu:Media:Port", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_web_port_ends_the_process_with_one_sentence()
    {
        await using var other = await RunningServer.StartAsync();
        var (code, _, error) = await RunAsync($"--urls={other.Address}", "--Sfu:Media:Advertise:0=127.0.0.1", "--Sfu:Stun:Port=0", "--Sfu:Media:Port=0");
        Assert.Equal(1, code);
        Assert.Contains("address already in use", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_console_says_what_to_open_and_which_port_media_uses()
    {
        await using var server = SfuServer.Build(["--urls=http://127.0.0.1:0", "--Sfu:Media:Advertise:0=127.0.0.1", "--Sfu:Media:Port=0", "--Sfu:Stun:Port=0"]);
        await server.StartAsync();
        using var output = new StringWriter();
        StartReport.Write(server, output);
        Assert.Matches("^Sfu is ready: open http://127\\.0\\.0\\.1:[0-9]+\n(Warning: the kernel grants media [^\n]+\n)?Media: UDP port [0-9]+, told to browsers as 127\\.0\\.0\\.1\nSTUN:  answered on the media port only\n$", output.ToString());
    }

    [Theory]
    [InlineData("http://[::]:8080", "http://localhost:8080")]
    [InlineData("http://0.0.0.0:80", "http://localhost:80")]
    [InlineData("https://meet.example", "https://meet.example")]
    public void An_address_for_all_interfaces_is_shown_as_one_that_can_be_opened(string url, string shown) => Assert.Equal(shown, StartReport.Openable(url));

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await ServerProcess.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
