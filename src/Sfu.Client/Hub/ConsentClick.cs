using System.Net.Http.Json;
using System.Text.Json;

namespace Sfu.Client.Hub;

/// <summary>Accepts the server's text as a visitor does by a click: the operator of a headless participant has read it for her.</summary>
public static class ConsentClick
{
    // Cookies are handed on by hand; a jar shared by participants would mix them up.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false });

    /// <summary>The cookie to send along to the hub; null when the server asks for none or cannot be reached.</summary>
    /// <exception cref="HttpRequestException">The server does not take the consent.</exception>
    public static async Task<string?> AcceptAsync(Uri server, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(new Uri(server, "/consent")) { Scheme = server.Scheme is "https" or "wss" ? "https" : "http" }.Uri;
        if (await ReadAsync(address, cancellationToken).ConfigureAwait(false) is not { Accepted: false } state)
            return null;

        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { version = state.Version }));
        request.Content.Headers.ContentType = new("application/json");
        using var answer = await Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("Set-Cookie").First().Split(';')[0];
    }

    private static async Task<State?> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(address, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadFromJsonAsync<State>(JsonSerializerOptions.Web, cancellationToken).ConfigureAwait(false)
                : null; // a server without this page asks for nothing
        }
        catch (HttpRequestException)
        {
            return null; // the hub's connection will say it better
        }
    }

    private sealed record State(bool Accepted, string Version);
}
