namespace Sfu.Rooms.Tests.Models;

/// <summary>What holds in every room at every moment, and of every step.</summary>
internal static class Rules
{
    public static void Check(RoomState room, Limits limits)
    {
        var people = room.Participants.Values.ToArray();
        var seats = people.Select(who => who.Seat).Concat(room.Lobby.Select(knocker => knocker.Seat)).ToArray();
        Assert.True(seats.Distinct().Count() == seats.Length, $"a seat is here twice: {string.Join(", ", seats)}");
        Assert.True(people.Length <= limits.ParticipantsPerRoom && room.Lobby.Length <= limits.LobbySize);
        Assert.True(!people.Any(who => room.BarredSeats.Contains(RoomState.SeatMark(who.Seat))), "a barred seat is inside");
        Assert.True(
            people.All(who => (who.Publishing & ~Permissions.Sources(who, room.Settings)) == default && (who.Publishing & ~who.Asked) == default),
            "a source is open that is not allowed or was not asked for");
        Assert.True(!room.HasSuccession || people.Length == 0 || people.Any(who => who.IsModerator), "nobody moderates a room that is anybody's");
        var hands = people.Where(who => who.Hand != 0).Select(who => who.Hand).ToArray();
        Assert.True(hands.Distinct().Count() == hands.Length && hands.All(hand => hand < room.NextHand), "two hands are the same");
        Assert.True(
            room.Chat.Zip(room.Chat.Skip(1)).All(pair => pair.First.Number < pair.Second.Number) && room.Chat.Length <= Limits.ChatHistory
            && room.Chat.All(line => line.Number > room.ChatClearedUpTo && line.Number <= room.LastChatNumber),
            "chat is out of order, too long, or back from having been cleared");
        Assert.True(room.Lobby.Zip(room.Lobby.Skip(1)).All(pair => pair.First.SinceMs <= pair.Second.SinceMs), "the queue is out of order");
        Assert.True(room.Polls.Values.All(poll => poll.Votes.Values.All(vote => poll.Accepts(vote.Choices) && (!poll.Draft.Anonymous || vote.Name.Length == 0))));
        Assert.True(!room.HasEnded || (people.Length == 0 && room.Lobby.IsEmpty && room.Chat.IsEmpty && room.Polls.IsEmpty && room.Settings == RoomSettings.Default));
    }

    public static void CheckStep(RoomState before, RoomState after, RoomCommand command)
    {
        foreach (var who in after.Participants.Values)
        {
            var was = before.Participants.GetValueOrDefault(who.Number)?.Publishing ?? default;
            Assert.True(
                (who.Publishing & ~was) == default || command is RoomCommand.SetPublishing own && own.Participant == who.Number,
                $"{command} opened a source of {who.Number}");
            Assert.True(!before.Participants.TryGetValue(who.Number, out var earlier) || earlier.IsGuest == who.IsGuest, "a guest mark changed");
        }

        // An owner stays one until she goes by herself; only those who moderated before the restart take it from one who had it by chance.
        foreach (var owner in before.Participants.Values.Where(who => who.Role == Role.Owner))
        {
            var now = after.Participants.GetValueOrDefault(owner.Number);
            Assert.True(
                after.HasEnded || now is { Role: Role.Owner } || command is RoomCommand.Leave leave && leave.Participant == owner.Number
                || command is RoomCommand.Restore { TakesOver: true } && owner.OwnsByOpening,
                $"{command} took the room from its owner");
        }

        if (command is RoomCommand.Act act)
        {
            Assert.True(
                before.Participants.TryGetValue(act.Actor, out var actor) || before.Sequence == after.Sequence, "somebody who is not here acted");
            Assert.True(
                before.Sequence == after.Sequence || Permissions.Has(actor!, Permissions.NeededFor(act.Action, act.Target != 0 && act.Target != act.Actor), before.Settings)
                || Permissions.Has(actor!, Permissions.NeededFor(act.Action, hasTarget: true), before.Settings),
                $"{act.Action} by {actor?.Role} is not in the table");
        }
    }
}
