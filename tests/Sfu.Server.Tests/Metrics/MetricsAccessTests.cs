using System.Net;
using Microsoft.AspNetCore.Http;
using Sfu.Server.Metrics;
using Sfu.Server.Options;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Metrics;

/// <summary>Who may read the counts.</summary>
public sealed class MetricsAccessTests
{
    private const string Token = "a-token-that-nobody-guesses";

    [Theory]
    [InlineData("127.0.0.1", "localhost", true)]
    [InlineData("::1", "[::1]", true)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "meet.example", false)]
    [InlineData("192.0.2.7", "localhost", false)]
    [InlineData("2001:db8::7", "[::1]", false)]
    [InlineData(null, "localhost", false)]
    public void Without_a_token_only_this_machine_under_its_own_name_is_let_in(string? from, string host, bool allowed) =>
        Assert.Equal(allowed, IsAllowed(new MetricsOptions(), from, host));

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-forwarded-proto")]
    [InlineData("Forwarded")]
    [InlineData("Via")]
    [InlineData("X-Real-IP")]
    public void What_a_proxy_on_this_machine_passes_on_is_not_local(string header) =>
        Assert.False(IsAllowed(new MetricsOptions(), "127.0.0.1", "localhost", (header, "192.0.2.7")));

    [Theory]
    [InlineData("Bearer " + Token, true)]
    [InlineData("Bearer " + Token + "x", false)]
    [InlineData("bearer", false)]
    [InlineData("Basic " + Token, false)]
    [InlineData("Bearer ", false)]
    [InlineData("", false)]
    public void The_token_lets_in_from_anywhere(string authorization, bool allowed) =>
        Assert.Equal(allowed, IsAllowed(new MetricsOptions { Token = Token }, "192.0.2.7", "meet.example", ("Authorization", authorization)));

    [Fact]
    public void An_empty_token_is_no_token() =>
        Assert.False(IsAllowed(new MetricsOptions(), "192.0.2.7", "meet.example", ("Authorization", "Bearer ")));

    [Fact]
    public void Switched_off_nobody_is_let_in() =>
        Assert.False(IsAllowed(new MetricsOptions { Enabled = false, Token = Token }, "127.0.0.1", "localhost", ("Authorization", "Bearer " + Token)));

    [Fact]
    public async Task To_all_others_there_is_no_such_page()
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Forwarded-For", "192.0.2.7");
        using var refused = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal("", await refused.Content.ReadAsStringAsync());
        using var shown = await server.Http.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
    }

    private static bool IsAllowed(MetricsOptions metrics, string? from, string host, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
        context.Request.Host = new HostString(host);
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        return new MetricsAccess(new SfuOptions { Metrics = metrics }).IsAllowed(context);
    }
}
