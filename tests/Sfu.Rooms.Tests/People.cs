using Sfu.Rooms.Names;

namespace Sfu.Rooms.Tests;

/// <summary>Short ways to fill a room.</summary>
internal static class People
{
    public const uint Owner = 1;
    public const uint Moderator = 2;
    public const uint Participant = 3;
    public const uint Guest = 4;

    public static readonly Limits Limits = new();

    public static DisplayName Name(string text) => DisplayName.TryParse(text, out var name, out _) ? name! : throw new InvalidOperationException(text);

    public static RoomCommand.Enter Enter(uint number, Role role = Role.Participant, string? seat = null) =>
        new(number, Name($"Person {number}"), new Entry(seat ?? $"seat {number}", role, role == Role.Guest));

    /// <summary>One of each role, all sources of everybody open.</summary>
    public static RoomState OneOfEach(RoomSettings? settings = null)
    {
        var room = RoomState.Open(RoomSettings.Default);
        room = Run(room, Enter(Owner, Role.Owner), Enter(Moderator, Role.Moderator), Enter(Participant), Enter(Guest, Role.Guest));
        foreach (var number in new[] { Owner, Moderator, Participant, Guest })
        {
            room = Run(room, new RoomCommand.SetPublishing(number, new Publishing(true, true, true, true)));
        }

        return settings is null ? room : Run(room, new RoomCommand.Act(Owner, RoomAction.ChangeSettings) { Settings = settings });
    }

    public static RoomState Run(RoomState room, params RoomCommand[] commands) => commands.Aggregate(room, (state, command) =>
    {
        var decision = state.Decide(command, Limits);
        Assert.Equal(RoomRefusal.None, decision.Refusal);
        return Follow(state, decision);
    });

    public static RoomState Follow(RoomState room, RoomDecision decision) => decision.Events.Aggregate(room, (state, happened) => state.Apply(happened));
}
