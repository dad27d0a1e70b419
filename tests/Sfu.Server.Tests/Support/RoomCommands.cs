using System.Globalization;
using System.Text.Json;

namespace Sfu.Server.Tests.Support;

/// <summary>What tests of rooms say and read again and again.</summary>
internal static class RoomCommands
{
    public static Task<JsonElement> DoAsync(this HubSocket hub, long id, string command, string? target = null, string? text = null) =>
        hub.CallAsync("Do", new { id, command, target, text });

    /// <summary>All settings as a room opens with, but for these.</summary>
    public static Task<JsonElement> SetAsync(this HubSocket hub, long id, params (string Name, object Value)[] changes)
    {
        var settings = new Dictionary<string, object>
        {
            ["lobby"] = false, ["locked"] = false, ["guestsAllowed"] = true, ["micAllowed"] = true, ["cameraAllowed"] = true, ["screenAllowed"] = true,
            ["chatAllowed"] = true, ["privateChatAllowed"] = true, ["webcamsOnlyForModerator"] = false, ["muteOnStart"] = false, ["talkTimeForAll"] = false,
            ["speaking"] = "free", ["maxParticipants"] = 0, ["durationMinutes"] = 0, ["subject"] = "", ["welcome"] = "", ["moderatorMessage"] = "", ["logoutAddress"] = "",
        };
        foreach (var (name, value) in changes)
        {
            Assert.True(settings.ContainsKey(name), name);
            settings[name] = value;
        }

        return hub.CallAsync("Do", new { id, command = "change-settings", settings });
    }

    public static string IdOf(JsonElement joined) => joined.GetProperty("participantId").GetString()!;

    public static uint NumberOf(JsonElement joined) => uint.Parse(IdOf(joined), CultureInfo.InvariantCulture);

    public static string? ActionOf(JsonElement update) => update.TryGetProperty("action", out var action) ? action.GetString() : null;
}
