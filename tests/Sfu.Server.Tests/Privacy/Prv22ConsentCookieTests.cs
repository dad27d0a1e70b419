using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sfu.Server.Consent;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Privacy.ConsentVisitor;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-22: one strictly necessary cookie, and the server that insists on it.</summary>
[Trait("PRV", "22")]
public sealed class Prv22ConsentCookieTests
{
    private const string On = "--Sfu:Consent:Enabled=true";

    [Fact]
    public async Task The_gate_is_on_by_default()
    {
        Assert.True(new Sfu.Server.Options.SfuOptions().Consent.Enabled);
        await using var server = await RunningServer.StartAsync(On);
        var state = await server.ReadConsentAsync();
        Assert.True(state.GetProperty("required").GetBoolean());
        Assert.False(state.GetProperty("accepted").GetBoolean());
        Assert.NotEmpty(state.GetProperty("de").GetProperty("blocks").EnumerateArray());
        Assert.NotEmpty(state.GetProperty("en").GetProperty("blocks").EnumerateArray());
    }

    [Fact]
    public async Task The_hub_refuses_without_the_cookie_and_says_why()
    {
        await using var server = await RunningServer.StartAsync(On);
        Assert.False(await HubTakesAsync(server));
        using var answer = await server.Http.PostAsync("/hub/negotiate?negotiateVersion=1", null);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("problem");
        Assert.Equal("consent-required", problem.GetProperty("code").GetString());
        Assert.Equal(0, server.Hall.ParticipantCount);
    }

    [Fact]
    public async Task The_cookie_holds_version_and_time_and_has_exactly_these_attributes()
    {
        await using var server = await RunningServer.StartAsync(On);
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var cookie = await server.AcceptAsync();
        var version = await server.VersionAsync();
        Assert.Matches($"^sfu_consent={version}\\.[0-9]+; max-age=2592000; path=/; samesite=lax; httponly$", cookie);
        Assert.True(ConsentStamp.TryParse(Pair(cookie).Split('=')[1], out var stamp));
        Assert.InRange(stamp.GivenAt.ToUnixTimeSeconds(), before, before + 60);
        Assert.True(await HubTakesAsync(server, Pair(cookie)));
    }

    [Fact]
    public async Task Two_visitors_of_the_same_second_carry_the_same_cookie()
    {
        var time = new FrozenTime();
        await using var server = await RunningServer.StartAsync(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)), On);
        Assert.Equal(await server.AcceptAsync(), await server.AcceptAsync());
    }

    [Fact]
    public async Task Under_https_the_cookie_is_secure_and_in_a_foreign_frame_partitioned()
    {
        await using var server = await RunningServer.StartAsync(On);
        var secure = "https://" + server.Address.Authority;
        Assert.EndsWith("; max-age=2592000; path=/; secure; samesite=lax; httponly", await server.AcceptAsync(origin: secure), StringComparison.Ordinal);
        Assert.EndsWith("; max-age=2592000; path=/; secure; samesite=none; httponly; Partitioned", await server.AcceptAsync(embedded: true, origin: secure), StringComparison.Ordinal);

        // Without HTTPS no browser would keep such a cookie.
        Assert.EndsWith("; path=/; samesite=lax; httponly", await server.AcceptAsync(embedded: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_cookie_is_kept_the_stamp_opens_the_hub_in_the_address()
    {
        await using var server = await RunningServer.StartAsync(On);
        using var answer = await server.PostConsentAsync(JsonSerializer.Serialize(new { version = await server.VersionAsync(), embedded = true }));
        var grant = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("grant").GetString();
        Assert.True(await HubTakesAsync(server, query: "?consent=" + grant));
        Assert.False(await HubTakesAsync(server, query: "?consent=" + grant + "x"));
    }

    [Fact]
    public async Task A_consent_holds_29_days_and_not_31()
    {
        var time = new ShiftedTime();
        await using var server = await RunningServer.StartAsync(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)), On);
        var cookie = Pair(await server.AcceptAsync());
        time.Advance(TimeSpan.FromDays(29));
        Assert.True(await HubTakesAsync(server, cookie));
        Assert.True((await server.ReadConsentAsync(cookie)).GetProperty("accepted").GetBoolean());
        time.Advance(TimeSpan.FromDays(2));
        Assert.False(await HubTakesAsync(server, cookie));
        Assert.False((await server.ReadConsentAsync(cookie)).GetProperty("accepted").GetBoolean());
    }

    [Theory]
    [InlineData("--Sfu:Consent:De:Title=Anders")]
    [InlineData("--Sfu:Consent:En:Text=Changed")]
    public async Task A_changed_text_asks_again(string change)
    {
        await using var before = await RunningServer.StartAsync(On);
        var cookie = Pair(await before.AcceptAsync());
        await using var after = await RunningServer.StartAsync(On, change);
        Assert.False(await HubTakesAsync(after, cookie));
        using var answer = await after.PostConsentAsync(JsonSerializer.Serialize(new { version = await before.VersionAsync() }));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));

        await using var same = await RunningServer.StartAsync(On);
        Assert.True(await HubTakesAsync(same, cookie));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("VERSION")]
    [InlineData("VERSION.")]
    [InlineData("VERSION.-1")]
    [InlineData("VERSION.99999999999999999999")]
    [InlineData("VERSION.253402300800")]
    [InlineData("VERSION.0")]
    [InlineData("VERSION. 1")]
    [InlineData("VERSION.NOW.NOW")]
    [InlineData("0000000000000000.NOW")]
    [InlineData("VERSION.TOMORROW")]
    public async Task A_cookie_that_this_server_would_not_have_set_opens_nothing(string value)
    {
        await using var server = await RunningServer.StartAsync(On);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        value = value.Replace("VERSION", await server.VersionAsync(), StringComparison.Ordinal)
            .Replace("NOW", $"{now}", StringComparison.Ordinal).Replace("TOMORROW", $"{now + 86400}", StringComparison.Ordinal);
        Assert.False(await HubTakesAsync(server, "sfu_consent=" + value));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"version\":null}")]
    [InlineData("{\"version\":\"x\",\"more\":1}")]
    public async Task A_request_that_is_none_is_refused_and_sets_nothing(string body)
    {
        await using var server = await RunningServer.StartAsync(On);
        using var answer = await server.PostConsentAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task No_other_site_can_accept_for_a_visitor()
    {
        await using var server = await RunningServer.StartAsync(On);
        var body = JsonSerializer.Serialize(new { version = await server.VersionAsync() });
        using var foreign = await server.PostConsentAsync(body, "https://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using var form = await server.PostConsentAsync(body, type: "text/plain");
        Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);
        Assert.False(foreign.Headers.Contains("Set-Cookie") || form.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Withdrawing_takes_the_cookie_away()
    {
        await using var server = await RunningServer.StartAsync(On);
        using var answer = await server.Http.DeleteAsync("/consent");
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("sfu_consent=; expires=Thu, 01 Jan 1970", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_accepting_sets_a_cookie()
    {
        await using var server = await RunningServer.StartAsync(On);
        foreach (var path in new[] { "/", "/chess", "/consent", "/healthz", "/readyz", "/hub", "/nowhere/at/all", "/app/main.js" })
        {
            using var answer = await server.Http.GetAsync(path);
            Assert.False(answer.Headers.Contains("Set-Cookie"), path);
        }
    }

    [Fact]
    public async Task Switched_off_nobody_is_asked()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Consent:Enabled=false");
        var state = await server.ReadConsentAsync();
        Assert.False(state.GetProperty("required").GetBoolean());
        Assert.True(state.GetProperty("accepted").GetBoolean());
        Assert.True(await HubTakesAsync(server));
    }

    private sealed class FrozenTime : TimeProvider
    {
        private readonly DateTimeOffset _now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
