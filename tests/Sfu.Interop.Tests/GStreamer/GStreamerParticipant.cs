using System.Text.Json.Nodes;
using Sfu.Interop.Tests.Hub;
using Sfu.Testing.Processes;

namespace Sfu.Interop.Tests.GStreamer;

/// <summary>One participant: the hub on this side, the peer connection in a Python process inside the server's namespace. Owned by one test.</summary>
internal sealed class GStreamerParticipant : IAsyncDisposable
{
    // The system's own interpreter: GStreamer's bindings are a Debian package and belong to it.
    private const string Python = "/usr/bin/python3";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HubClient _hub;
    private ChildProcess _peer = null!;
    private volatile JsonNode? _lastReport;

    private GStreamerParticipant(HubClient hub) => _hub = hub;

    public string Id { get; private set; } = "";

    public int AudioFrames => Count("audioFrames");

    public int VideoFrames => Count("videoFrames");

    public int VideoWidth => Count("videoWidth");

    public static async Task<GStreamerParticipant> JoinAsync(ServerProcess server, NetworkNamespace host, string room, string name)
    {
        var participant = new GStreamerParticipant(await HubClient.ConnectAsync(server.UnixSocket!));
        try
        {
            var script = Path.Combine(RepositoryLayout.Root, "tests", "Sfu.Interop.Tests", "GStreamer", "participant.py");
            participant._peer = ChildProcess.Start(Python, [script], onOutput: participant.Receive, inside: host);
            var joined = await participant._hub.CallAsync("Join", new JsonObject { ["room"] = room, ["name"] = name, ["videoSlots"] = 4 });
            participant.Id = (string)joined["participantId"]!;
            await participant._peer.WriteLineAsync(new JsonObject { ["offer"] = (string)joined["offer"]! }.ToJsonString());
            var answer = await participant._answer.Task.WaitAsync(AnswerLimit);
            await participant._hub.CallAsync("Answer", new JsonObject { ["sdp"] = answer });
            await participant._hub.CallAsync(
                "SetPublishing", new JsonObject { ["mic"] = true, ["camera"] = true, ["screen"] = false, ["screenAudio"] = false });
            return participant;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            var described = participant._peer?.Describe() ?? "";
            await participant.DisposeAsync();
            throw new InvalidOperationException($"{name} could not join: {error.Message}\n{described}\n{server.Describe()}", error);
        }
    }

    public Task WatchAsync(GStreamerParticipant other) => _hub.CallAsync("SetView", new JsonObject
    {
        ["items"] = new JsonArray(new JsonObject { ["participantId"] = other.Id, ["kind"] = "camera", ["width"] = 640, ["height"] = 360 }),
    });

    public string Describe() =>
        $"{Id}: {_lastReport?.ToJsonString()}\n{_peer.Describe(5)}\nevents: {string.Join('\n', _hub.Events.Select(e => e.Target + " " + e.Argument.ToJsonString()))}";

    public async ValueTask DisposeAsync()
    {
        if (_peer is not null) { await _peer.DisposeAsync(); }
        await _hub.DisposeAsync();
    }

    private int Count(string name) => (int?)_lastReport?["counts"]?[name] ?? 0;

    private void Receive(string line)
    {
        if (!line.StartsWith('{')) { return; }
        var message = JsonNode.Parse(line)!;
        if ((string?)message["answer"] is { } answer) { _answer.TrySetResult(answer); }
        else if ((string?)message["error"] is { } error) { _answer.TrySetException(new InvalidOperationException("GStreamer: " + error)); }
        else { _lastReport = message; }
    }
}
