using Sfu.Testing.Processes;

namespace Sfu.Interop.Tests.GStreamer;

/// <summary>
/// A third implementation beside the two browsers: libnice as a full ICE agent, OpenSSL with an RSA certificate, libsrtp with
/// AES128-CM-HMAC-SHA1-80, an answer without simulcast, RTX or audio levels. libnice ignores loopback, hence the namespace.
/// </summary>
[Trait("Category", "Interop")]
public sealed class GStreamerCallTests : IAsyncLifetime
{
    private static readonly TimeSpan MediaLimit = TimeSpan.FromSeconds(15);

    private NetworkNamespace _host = null!;
    private ServerProcess _server = null!;

    public async Task InitializeAsync()
    {
        _host = await NetworkNamespace.CreateAsync();
        _server = await ServerProcess.StartAsync(_host, "--Sfu:Consent:Enabled=false", "--Sfu:Rooms:Creation=open");
    }

    [Fact]
    public async Task Two_GStreamer_participants_decode_the_audio_and_video_of_each_other()
    {
        await using var ada = await GStreamerParticipant.JoinAsync(_server, _host, "gstreamer", "Ada");
        await using var bela = await GStreamerParticipant.JoinAsync(_server, _host, "gstreamer", "Bela");
        await ada.WatchAsync(bela);
        await bela.WatchAsync(ada);

        foreach (var person in new[] { ada, bela })
        {
            // At 50 audio packets and 15 frames a second this is two seconds of each: enough to see that both keep flowing.
            await Until.TrueAsync(
                () => Task.FromResult(person is { AudioFrames: > 100, VideoFrames: > 30 }), MediaLimit,
                () => $"{person.Describe()}\n{_server.Describe()}");
            Assert.Equal(640, person.VideoWidth);
        }
    }

    public async Task DisposeAsync()
    {
        await using (_host)
        await using (_server)
        {
            await _server.StopAsync();
        }
    }
}
