using Sfu.Client;
using Sfu.Client.Hub;

namespace Sfu.Benchmarks.ServerMemory;

/// <summary>Headless participants who all send microphone and camera and all see everybody.</summary>
internal sealed class Meeting : IAsyncDisposable
{
    private const int Participants = 10;

    private static readonly HeadlessOptions Options = new()
    {
        CameraLayers = [new VideoLayer(320, 180, 15, 100_000), new VideoLayer(640, 360, 15, 250_000)],
    };

    private readonly List<HeadlessParticipant> _everybody = [];

    public static async Task<Meeting> StartAsync(Uri server)
    {
        var meeting = new Meeting();
        for (var i = 0; i < Participants; i++)
            meeting._everybody.Add(await HeadlessParticipant.JoinAsync(server, "memory", $"Participant {i}", Options));
        foreach (var member in meeting._everybody)
        {
            await member.SetPublishingAsync(PublishedSources.MicAndCamera);
            await member.SetViewAsync([.. meeting._everybody.Where(other => other != member).Select(other => new ViewItem(other.Id, "camera", 320, 180))]);
        }

        return meeting;
    }

    /// <summary>Packets that participants have got so far.</summary>
    public long Received() => _everybody.Sum(member => member.Stats().Received.Sum(stream => stream.Packets));

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _everybody)
            await member.DisposeAsync();
    }
}
