namespace Sfu.Rooms.Tests;

public sealed class RoomStateTests
{
    private static readonly Limits Small = new() { ParticipantsPerRoom = 3 };

    [Fact]
    public void Whoever_joins_is_listed_with_everything_off()
    {
        var room = Run(RoomState.Open(RoomSettings.Default), Join(1), Join(2));
        Assert.Equal([1u, 2u], room.Participants.Keys);
        Assert.All(room.Participants.Values, participant => Assert.Equal(default, participant.Publishing));
        Assert.Equal(2, room.Sequence);
    }

    [Fact]
    public void A_full_room_refuses_and_has_a_place_again_after_somebody_left()
    {
        var room = Run(RoomState.Open(RoomSettings.Default), Join(1), Join(2), Join(3));
        Assert.Equal(RoomRefusal.RoomFull, room.Decide(Join(4), Small).Refusal);
        room = Run(room, new RoomCommand.Leave(2), Join(4));
        Assert.Equal([1u, 3u, 4u], room.Participants.Keys);
    }

    [Fact]
    public void Nobody_is_in_a_room_twice() =>
        Assert.Equal(RoomRefusal.AlreadyJoined, Run(RoomState.Open(RoomSettings.Default), Join(1)).Decide(Join(1), Small).Refusal);

    [Fact]
    public void Strangers_can_neither_leave_nor_publish()
    {
        var room = Run(RoomState.Open(RoomSettings.Default), Join(1));
        Assert.Equal(RoomRefusal.NotJoined, room.Decide(new RoomCommand.Leave(2), Small).Refusal);
        Assert.Equal(RoomRefusal.NotJoined, room.Decide(new RoomCommand.SetPublishing(2, new Publishing(true, true, true, true)), Small).Refusal);
    }

    [Fact]
    public void Saying_the_same_again_is_no_event()
    {
        var room = Run(RoomState.Open(RoomSettings.Default), Join(1), new RoomCommand.SetPublishing(1, new Publishing(true, false, false, false)));
        var decision = room.Decide(new RoomCommand.SetPublishing(1, new Publishing(true, false, false, false)), Small);
        Assert.Equal(RoomRefusal.None, decision.Refusal);
        Assert.Empty(decision.Events);
    }

    [Fact]
    public void Random_commands_keep_the_rules_and_replaying_the_events_gives_the_same_room()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var room = RoomState.Open(RoomSettings.Default);
            var log = new List<RoomEvent>();
            for (var step = 0; step < 100; step++)
            {
                var decision = room.Decide(RandomCommand(random), Small);
                Assert.True(decision.Refusal == RoomRefusal.None || decision.Events.IsEmpty);
                log.AddRange(decision.Events);
                room = decision.Events.Aggregate(room, (state, happened) => state.Apply(happened));
                Assert.InRange(room.Participants.Count, 0, Small.ParticipantsPerRoom);
            }

            var replayed = log.Aggregate(RoomState.Open(RoomSettings.Default), (state, happened) => state.Apply(happened));
            Assert.Equal(room.Participants, replayed.Participants);
            Assert.Equal(log.Count, replayed.Sequence);
        }
    }

    private static RoomCommand RandomCommand(Random random)
    {
        var number = (uint)random.Next(1, 6);
        return random.Next(3) switch
        {
            0 => Join(number),
            1 => new RoomCommand.Leave(number),
            _ => new RoomCommand.SetPublishing(number, new Publishing(random.Next(2) == 0, random.Next(2) == 0, false, false)),
        };
    }

    private static RoomCommand.Enter Join(uint number) => People.Enter(number);

    private static RoomState Run(RoomState room, params RoomCommand[] commands) => commands.Aggregate(room, (state, command) =>
    {
        var decision = state.Decide(command, Small);
        Assert.Equal(RoomRefusal.None, decision.Refusal);
        return decision.Events.Aggregate(state, (next, happened) => next.Apply(happened));
    });
}
