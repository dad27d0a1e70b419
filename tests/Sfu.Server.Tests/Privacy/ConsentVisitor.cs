using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>What a browser does with the consent page, by hand. Owned by one test.</summary>
internal static class ConsentVisitor
{
    public static async Task<JsonElement> ReadConsentAsync(this RunningServer server, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/consent");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var answer = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    public static async Task<string> VersionAsync(this RunningServer server) => (await server.ReadConsentAsync()).GetProperty("version").GetString()!;

    public static async Task<HttpResponseMessage> PostConsentAsync(this RunningServer server, string body, string? origin = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/consent")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } },
        };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await server.Http.SendAsync(request);
    }

    /// <summary>Accepts and gives the whole Set-Cookie header.</summary>
    public static async Task<string> AcceptAsync(this RunningServer server, bool embedded = false, string? origin = null)
    {
        var body = JsonSerializer.Serialize(new { version = await server.VersionAsync(), embedded });
        using var answer = await server.PostConsentAsync(body, origin);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Assert.Single(answer.Headers.GetValues("Set-Cookie"));
    }

    public static string Pair(string setCookie) => setCookie.Split(';')[0];

    public static async Task<bool> HubTakesAsync(RunningServer server, string? cookie = null, string query = "")
    {
        try
        {
            await using var hub = await HubSocket.ConnectAsync(server, cookie: cookie, query: query);
            await hub.JoinAsync("chess");
            return true;
        }
        catch (WebSocketException refused) when (refused.Message.Contains("403", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
