using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Sfu.Server.Pages;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Pages;

/// <summary>The copies that the build compressed, from a folder of the test's own.</summary>
public sealed class PrecompressedTests
{
    [Theory]
    [InlineData("gzip, deflate, br", "brotli", "br")]
    [InlineData("gzip", "gzipped", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzipped", "gzip")]
    [InlineData("identity", "plain", null)]
    [InlineData(null, "plain", null)]
    public async Task Who_can_read_a_compressed_copy_gets_it_as_the_file_it_is_of(string? accepted, string content, string? encoding)
    {
        await using var server = await FileServer.StartAsync();
        using var answer = await server.GetAsync("/app/main.js", accepted);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(content, await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.Vary));
    }

    [Fact]
    public async Task A_copy_of_a_hashed_chunk_may_be_kept_like_the_chunk()
    {
        await using var server = await FileServer.StartAsync();
        using var answer = await server.GetAsync("/app/chunks/chat-ABCD2345.js", "br");
        Assert.Equal(("copy", "public, max-age=31536000, immutable"), (await answer.Content.ReadAsStringAsync(), answer.Headers.CacheControl?.ToString()));
    }

    [Theory]
    [InlineData("/app/alone.js", HttpStatusCode.OK)]
    [InlineData("/app/nowhere.js", HttpStatusCode.NotFound)]
    [InlineData("/app/", HttpStatusCode.NotFound)]
    [InlineData("/app/..%2Fsecret.js", HttpStatusCode.NotFound)]
    [InlineData("/app/a%00b.js", HttpStatusCode.NotFound)]
    public async Task Without_a_copy_everything_is_as_ever(string path, HttpStatusCode expected)
    {
        await using var server = await FileServer.StartAsync();
        using var answer = await server.GetAsync(path, "br, gzip");
        Assert.True(answer.StatusCode == expected || (expected == HttpStatusCode.NotFound && answer.StatusCode == HttpStatusCode.BadRequest), answer.StatusCode.ToString());
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    private sealed class FileServer : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly HttpClient _http = new();
        private WebApplication? _server;

        public static async Task<FileServer> StartAsync()
        {
            var server = new FileServer();
            Directory.CreateDirectory(Path.Combine(server._folder.Path, "app", "chunks"));
            foreach (var (name, content) in new[]
            {
                ("app/main.js", "plain"), ("app/main.js.br", "brotli"), ("app/main.js.gz", "gzipped"), ("app/alone.js", "plain"), ("secret.js", "plain"), ("secret.js.br", "brotli"),
                ("app/chunks/chat-ABCD2345.js", "plain"), ("app/chunks/chat-ABCD2345.js.br", "copy"),
            })
            {
                server._folder.Write(name, content);
            }

            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var application = builder.Build();
            var files = WebRoot.FileOptions(server._folder.Path);
            application.UsePrecompressed(files.FileProvider!);
            application.UseStaticFiles(files);
            await application.StartAsync();
            server._server = application;
            return server;
        }

        public async Task<HttpResponseMessage> GetAsync(string path, string? accepted)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server!.Urls.Single() + path));
            if (accepted is not null)
            {
                request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            }

            return await _http.SendAsync(request);
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            if (_server is not null)
            {
                await _server.DisposeAsync();
            }

            _folder.Dispose();
        }
    }
}
