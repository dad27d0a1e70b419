using Sfu.Client;

namespace Sfu.Browser.Tests.Stage;

/// <summary>People without browsers, who cost little: small cameras at five pictures a second. Owned by one test.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private readonly List<HeadlessParticipant> _people = [];

    public IReadOnlyList<string> Names => [.. _people.Select(person => person.Name)];

    public HeadlessParticipant this[int index] => _people[index];

    public static async Task<Crowd> JoinAsync(Uri server, string room, int count, PublishedSources sources, int framesPerSecond = 5, string prefix = "Guest")
    {
        var crowd = new Crowd();
        try
        {
            for (var i = 0; i < count; i++) { await crowd.AddAsync(server, room, $"{prefix} {i + 1}", sources, framesPerSecond); }
            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people) { await person.DisposeAsync(); }
    }

    private async Task AddAsync(Uri server, string room, string name, PublishedSources sources, int framesPerSecond)
    {
        var options = new HeadlessOptions { VideoSlots = 1, CameraLayers = [new VideoLayer(320, 180, framesPerSecond, 60_000)], MicLevel = 30 };
        var person = await HeadlessParticipant.JoinAsync(server, room, name, options);
        _people.Add(person);
        await person.SetPublishingAsync(sources);
    }
}
