using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sfu.Client.Hub;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>Somebody in the room by hub alone, from an address of her own, who keeps all that the server says to her.</summary>
internal sealed class HubPerson : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HubConnection _hub;
    private int _lastCommand;

    private HubPerson(HubConnection hub, ConcurrentQueue<string> heard) => (_hub, Heard) = (hub, heard);

    public ConcurrentQueue<string> Heard { get; }

    public string Id { get; private set; } = "";

    public static async Task<HubPerson> ConnectAsync(Uri server, string from)
    {
        using var patience = new CancellationTokenSource(Patience);
        var heard = new ConcurrentQueue<string>();
        var hub = await HubConnection.ConnectAsync(server, (name, argument) => heard.Enqueue($"{name} {argument.GetRawText()}"), patience.Token, IPAddress.Parse(from));
        return new HubPerson(hub, heard);
    }

    public async Task<JsonObject> CallAsync(string method, object argument)
    {
        using var patience = new CancellationTokenSource(Patience);
        var value = await _hub.InvokeAsync<JsonObject>(method, argument, patience.Token);
        Heard.Enqueue($"{method} {value.ToJsonString()}");
        return value;
    }

    public async Task JoinAsync(string room, string name, string? link = null)
    {
        object request = link is null ? new { room, name, videoSlots = 1 } : new { room, name, videoSlots = 1, link };
        Id = (await CallAsync("Join", request))["participantId"]!.GetValue<string>();
        await CallAsync("SetView", new { items = Array.Empty<object>() });
    }

    /// <summary>A command with its own number; members that a command has not are left out.</summary>
    public Task<JsonObject> DoAsync(string command, params (string Name, object Value)[] members)
    {
        var request = new JsonObject { ["id"] = ++_lastCommand, ["command"] = command };
        foreach (var (name, value) in members)
        {
            request[name] = JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web);
        }

        return CallAsync("Do", request);
    }

    public static Dictionary<string, object> Settings(params (string Name, object Value)[] changes)
    {
        var settings = new Dictionary<string, object>
        {
            ["lobby"] = false, ["locked"] = false, ["guestsAllowed"] = true, ["micAllowed"] = true, ["cameraAllowed"] = true, ["screenAllowed"] = true,
            ["chatAllowed"] = true, ["privateChatAllowed"] = true, ["webcamsOnlyForModerator"] = false, ["muteOnStart"] = false, ["talkTimeForAll"] = false,
            ["speaking"] = "free", ["maxParticipants"] = 0, ["durationMinutes"] = 0, ["subject"] = "", ["welcome"] = "", ["moderatorMessage"] = "", ["logoutAddress"] = "",
        };
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        return settings;
    }

    public bool HasHeard(string text) => Heard.Any(message => message.Contains(text, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
