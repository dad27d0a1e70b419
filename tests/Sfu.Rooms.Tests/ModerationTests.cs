namespace Sfu.Rooms.Tests;

public sealed class ModerationTests
{
    private static readonly Publishing AllOpen = new(true, true, true, true);

    [Fact]
    public void A_muted_mic_stays_closed_until_its_owner_has_said_off_and_on_again()
    {
        var room = People.Run(People.OneOfEach(), new RoomCommand.Act(People.Moderator, RoomAction.Mute, People.Guest));
        Assert.Equal(new Publishing(false, true, true, true), room.Participants[People.Guest].Publishing);

        // She toggles her camera without having heard of it: "mic on" is what her page still says.
        room = People.Run(room, new RoomCommand.SetPublishing(People.Guest, AllOpen with { Camera = false }));
        Assert.False(room.Participants[People.Guest].Publishing.Mic);
        room = People.Run(room, new RoomCommand.SetPublishing(People.Guest, default), new RoomCommand.SetPublishing(People.Guest, AllOpen));
        Assert.True(room.Participants[People.Guest].Publishing.Mic);
    }

    [Fact]
    public void Muting_all_and_cameras_off_spare_moderators()
    {
        var room = People.Run(
            People.OneOfEach(),
            new RoomCommand.Act(People.Moderator, RoomAction.MuteAll), new RoomCommand.Act(People.Moderator, RoomAction.CameraOffAll));
        Assert.All(room.Participants.Values, who => Assert.Equal(who.IsModerator ? AllOpen : new Publishing(false, false, true, true), who.Publishing));
    }

    [Fact]
    public void Asking_to_speak_goes_by_hand_and_permission_and_can_be_taken_back()
    {
        var room = People.OneOfEach(new RoomSettings { Speaking = SpeakingMode.Ask });
        Assert.False(room.Participants[People.Guest].Publishing.Mic);
        room = People.Run(room, new RoomCommand.Act(People.Guest, RoomAction.RaiseHand), new RoomCommand.Act(People.Participant, RoomAction.RaiseHand));
        Assert.True(room.Participants[People.Guest].Hand < room.Participants[People.Participant].Hand);
        room = People.Run(room, new RoomCommand.Act(People.Moderator, RoomAction.AllowSpeak, People.Guest));
        Assert.True(room.Participants[People.Guest] is { Hand: 0, MaySpeak: true, Publishing.Mic: false });
        room = People.Run(room, new RoomCommand.SetPublishing(People.Guest, default), new RoomCommand.SetPublishing(People.Guest, AllOpen));
        Assert.True(room.Participants[People.Guest].Publishing.Mic);
        room = People.Run(room, new RoomCommand.Act(People.Moderator, RoomAction.WithdrawSpeak, People.Guest));
        Assert.False(room.Participants[People.Guest].Publishing.Mic);
    }

    [Fact]
    public void A_guest_stays_marked_as_one_whatever_becomes_of_her()
    {
        var room = People.Run(People.OneOfEach(), new RoomCommand.Act(People.Owner, RoomAction.MakeModerator, People.Guest));
        Assert.True(room.Participants[People.Guest] is { Role: Role.Moderator, IsGuest: true });
        room = People.Run(room, new RoomCommand.Act(People.Owner, RoomAction.TakeModerator, People.Guest));
        Assert.True(room.Participants[People.Guest] is { Role: Role.Guest, IsGuest: true });
    }

    [Fact]
    public void A_barred_seat_stays_out_and_a_removed_one_may_come_again()
    {
        var room = People.Run(
            People.OneOfEach(),
            new RoomCommand.Act(People.Moderator, RoomAction.Remove, People.Guest) { Flag = true }, new RoomCommand.Act(People.Moderator, RoomAction.Remove, People.Participant));
        Assert.Equal(RoomRefusal.Barred, room.Decide(People.Enter(8, Role.Guest, "seat 4"), People.Limits).Refusal);
        Assert.Equal(RoomRefusal.None, room.Decide(People.Enter(8, Role.Participant, "seat 3"), People.Limits).Refusal);
    }

    [Fact]
    public void Of_two_moderators_who_take_the_right_from_each_other_the_first_wins()
    {
        var room = People.Run(People.OneOfEach(), People.Enter(9, Role.Moderator), new RoomCommand.Act(9, RoomAction.TakeModerator, People.Moderator));
        Assert.Equal(RoomRefusal.NotAllowed, room.Decide(new RoomCommand.Act(People.Moderator, RoomAction.TakeModerator, 9), People.Limits).Refusal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_longest_there_follows_where_rooms_are_anybodys(bool hasSuccession)
    {
        var room = People.Run(RoomState.Open(RoomSettings.Default, hasSuccession: hasSuccession), People.Enter(1, Role.Owner), People.Enter(2), People.Enter(3), new RoomCommand.Leave(1));
        Assert.Equal(hasSuccession ? Role.Owner : Role.Participant, room.Participants[2].Role);
        Assert.Equal(Role.Participant, room.Participants[3].Role);
    }

    [Fact]
    public void Lobby_lock_password_and_closed_rooms_keep_out_whom_they_should()
    {
        var admitted = People.Run(
            People.OneOfEach(new RoomSettings { Lobby = true }), People.Enter(8), new RoomCommand.Act(People.Moderator, RoomAction.Admit, 8));
        Assert.False(admitted.Participants.ContainsKey(8));
        Assert.Contains(8u, People.Run(admitted, People.Enter(8)).Participants.Keys);
        var rejected = People.Run(
            People.OneOfEach(new RoomSettings { Lobby = true }), People.Enter(8), new RoomCommand.Act(People.Moderator, RoomAction.Reject, 8));
        Assert.Equal(RoomRefusal.Rejected, rejected.Decide(People.Enter(8), People.Limits).Refusal);
        var locked = People.OneOfEach(new RoomSettings { Locked = true });
        Assert.Equal(RoomRefusal.RoomLocked, locked.Decide(People.Enter(8), People.Limits).Refusal);
        Assert.Equal(RoomRefusal.None, locked.Decide(People.Enter(8, Role.Moderator), People.Limits).Refusal);
        Assert.Equal(RoomRefusal.GuestsNotAllowed, People.OneOfEach(new RoomSettings { GuestsAllowed = false }).Decide(People.Enter(8, Role.Guest), People.Limits).Refusal);
        var secret = People.Run(People.OneOfEach(), new RoomCommand.Act(People.Owner, RoomAction.SetPassword) { Text = "x" });
        Assert.Equal(RoomRefusal.PasswordRequired, secret.Decide(People.Enter(8), People.Limits).Refusal);
        Assert.Equal(RoomRefusal.RoomFull, People.OneOfEach(new RoomSettings { MaxParticipants = 4 }).Decide(People.Enter(8, Role.Owner), People.Limits).Refusal);
    }

    [Fact]
    public void A_duration_ends_the_room_when_it_is_over()
    {
        var room = People.OneOfEach(new RoomSettings { DurationMinutes = 1 });
        Assert.Empty(room.Decide(new RoomCommand.Tick(), People.Limits, 59_999).Events);
        room = People.Follow(room, room.Decide(new RoomCommand.Tick(), People.Limits, 60_000));
        Assert.True(room is { HasEnded: true, IsEmpty: true });
    }

    [Fact]
    public void Nothing_is_left_when_the_last_one_has_gone()
    {
        var room = People.Run(
            RoomState.Open(new RoomSettings { Lobby = true, Subject = "secret" }), People.Enter(1, Role.Owner), People.Enter(2),
            new RoomCommand.Act(1, RoomAction.SendChat) { Text = "secret" },
            new RoomCommand.Act(1, RoomAction.CreatePoll) { Poll = new PollDraft("secret", ["a", "b"], false, false, true) },
            new RoomCommand.Leave(1));
        Assert.True(room is { HasEnded: true, Chat.Length: 0, Lobby.Length: 0, Polls.Count: 0, Settings.Subject: "" });
        Assert.Equal(RoomRefusal.NotJoined, room.Decide(People.Enter(3), People.Limits).Refusal);
    }

    [Fact]
    public void Talk_time_counts_whoever_is_among_the_speakers()
    {
        var times = new TalkTime();
        times.SetSpeakers([1, 2], 1000);
        times.SetSpeakers([2], 3000);
        times.SetSpeakers([], 6000);
        Assert.Equal((2000, 5000, 0), (times.SpokenMs(1, 9000), times.SpokenMs(2, 9000), times.SpokenMs(3, 9000)));
    }
}
