using System.Globalization;
using System.Text.Json;

namespace Sfu.Server.Tests.Support;

/// <summary>Short ways to say over the hub what people in a room say, and to read what they hear.</summary>
internal static class RoomWords
{
    /// <summary>Joins as a page does: it keeps its seat and comes back with it.</summary>
    public static async Task<JsonElement> EnterAsync(this HubSocket hub, string name, string room = "Chess", string? seat = null, string? link = null, string? password = null)
    {
        var joined = await hub.CallAsync("Join", Shown(new() { ["room"] = room, ["name"] = name, ["videoSlots"] = 1, ["keepSeat"] = true }, seat, link, password));
        await hub.CallAsync("SetView", new { items = Array.Empty<object>() });
        return joined;
    }

    /// <summary>Joins and expects a problem; gives its code.</summary>
    public static Task<string> KeptOutAsync(this HubSocket hub, string name, string room = "Chess", string? seat = null, string? link = null, string? password = null) =>
        hub.RefusedAsync("Join", JsonSerializer.Serialize(
            Shown(new() { ["room"] = room, ["name"] = name, ["videoSlots"] = 1, ["keepSeat"] = true }, seat, link, password)));

    public static Task<JsonElement> DoAsync(this HubSocket hub, int id, string command, string? target = null, string? text = null, bool? flag = null)
    {
        var request = new Dictionary<string, object> { ["id"] = id, ["command"] = command };
        Add(request, "target", target);
        Add(request, "text", text);
        Add(request, "flag", flag);
        return hub.CallAsync("Do", request);
    }

    public static Task<JsonElement> PublishAsync(this HubSocket hub, bool mic = false, bool camera = false, bool screen = false) =>
        hub.CallAsync("SetPublishing", new { mic, camera, screen, screenAudio = screen });

    /// <summary>Settings as they are by default, but for these.</summary>
    public static Task<JsonElement> SetAsync(this HubSocket hub, int id, object changes) =>
        hub.CallAsync("Do", new { id, command = "change-settings", settings = Settings(changes) });

    public static Dictionary<string, object> Settings(object changes)
    {
        var settings = new Dictionary<string, object>
        {
            ["lobby"] = false, ["locked"] = false, ["guestsAllowed"] = true, ["micAllowed"] = true, ["cameraAllowed"] = true, ["screenAllowed"] = true,
            ["chatAllowed"] = true, ["privateChatAllowed"] = true, ["webcamsOnlyForModerator"] = false, ["muteOnStart"] = false, ["talkTimeForAll"] = false,
            ["speaking"] = "free", ["maxParticipants"] = 0, ["durationMinutes"] = 0, ["subject"] = "", ["welcome"] = "", ["moderatorMessage"] = "", ["logoutAddress"] = "",
        };
        foreach (var change in changes.GetType().GetProperties())
        {
            settings[change.Name] = change.GetValue(changes)!;
        }

        return settings;
    }

    public static async Task<string> LinkAsync(this HubSocket hub, string role, int expiresInMinutes = 0) =>
        (await hub.CallAsync("CreateLink", new { role, expiresInMinutes })).GetProperty("token").GetString()!;

    public static bool HasMessage(JsonElement update) => update.TryGetProperty("message", out _);

    public static string? ActionOf(JsonElement update) => update.TryGetProperty("action", out var action) ? action.GetString() : null;

    public static string IdOf(JsonElement joined) => joined.GetProperty("participantId").GetString()!;

    public static uint NumberOf(JsonElement joined) => uint.Parse(IdOf(joined), CultureInfo.InvariantCulture);

    public static string SeatOf(JsonElement joinedOrToken) => joinedOrToken.GetProperty("seat").GetString()!;

    public static JsonElement SnapshotOf(JsonElement joined) => joined.GetProperty("snapshot");

    public static string RoleOf(JsonElement joined) => SnapshotOf(joined).GetProperty("you").GetProperty("role").GetString()!;

    public static string[] TextsOf(JsonElement snapshot) => [.. snapshot.GetProperty("chat").EnumerateArray().Select(line => line.GetProperty("text").GetString()!)];

    private static Dictionary<string, object> Shown(Dictionary<string, object> request, string? seat, string? link, string? password)
    {
        Add(request, "seat", seat);
        Add(request, "link", link);
        Add(request, "password", password);
        return request;
    }

    private static void Add(Dictionary<string, object> request, string name, object? value)
    {
        if (value is not null)
        {
            request[name] = value;
        }
    }
}
