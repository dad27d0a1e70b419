using Sfu.Client;
using Sfu.Media;
using Sfu.Rooms;
using Sfu.Server.Contracts;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-05: who is muted is not heard, and nobody but herself can change that.</summary>
[Trait("PRV", "05")]
public sealed class Prv05MuteTests
{
    [Fact]
    public async Task Not_one_packet_of_a_muted_microphone_reaches_the_others_even_when_it_goes_on_sending()
    {
        await using var server = await RealServer.StartAsync("--Sfu:Consent:Enabled=false");
        await using var moderator = await HubSocket.ConnectAsync(server.Address);
        await moderator.JoinAsync("Chess", "Moderator");
        await using var speaker = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Speaker");
        await using var listener = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Listener");
        await speaker.SetPublishingAsync(new PublishedSources(Mic: true));
        await Eventually.Holds(() => Heard(listener) > 25);

        await moderator.DoAsync(1, "mute", speaker.Id);
        await Eventually.Holds(() => listener.Others.All(other => !other.Mic));
        var (heard, sent) = (Heard(listener), Sent(speaker));
        await Eventually.Holds(() => Sent(speaker) > sent + 100); // it is a client that does not obey
        Assert.InRange(Heard(listener) - heard, 0, 5); // what was on its way
        heard = Heard(listener);
        await Eventually.Holds(() => Sent(speaker) > sent + 200);
        Assert.Equal(heard, Heard(listener));
    }

    /// <summary>Every command there is, by an owner against somebody who sends nothing, with every member filled.</summary>
    [Fact]
    public async Task No_command_of_anybody_opens_a_microphone_a_camera_or_a_screen()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var command in Enum.GetNames<CommandName>().Select(name => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name)).Where(name => name != "end"))
        {
            await using var owner = await HubSocket.ConnectAsync(server);
            await using var quiet = await HubSocket.ConnectAsync(server);
            await owner.JoinAsync("Room-" + command, "Owner");
            var joined = await quiet.JoinAsync("Room-" + command, "Quiet");
            foreach (var flag in new bool?[] { null, true, false })
            {
                await owner.CallRawAsync("Do", System.Text.Json.JsonSerializer.Serialize(
                    new { id = flag is null ? 1 : flag.Value ? 2 : 3, command, target = IdOf(joined), flag }, System.Text.Json.JsonSerializerOptions.Web));
            }

            Assert.Equal(Sources.None, server.Media.PublishingOf.GetValueOrDefault(NumberOf(joined)));
        }
    }

    /// <summary>The same as a rule, for every state somebody can be in: after any command of another person at most what was open is open.</summary>
    [Fact]
    public void By_the_rules_what_others_do_never_opens_anything()
    {
        var room = RoomState.Open(RoomSettings.Default);
        room = Apply(room, new RoomCommand.Enter(1, Name("Owner"), new Entry("a", Role.Owner, IsGuest: false)));
        room = Apply(room, new RoomCommand.Enter(2, Name("Other"), new Entry("b", Role.Participant, IsGuest: false)));
        var forbidden = RoomSettings.Default with { MicAllowed = false, CameraAllowed = false, ScreenAllowed = false };
        RoomCommand[] closings =
        [
            new RoomCommand.Tick(), new RoomCommand.Act(1, RoomAction.MuteAll), new RoomCommand.Act(1, RoomAction.CameraOffAll),
            new RoomCommand.Act(1, RoomAction.ChangeSettings) { Settings = forbidden },
        ];
        var tried = 0;
        foreach (var start in new[] { default(Publishing), new Publishing(true, false, false, false), new Publishing(true, true, true, true) })
        {
            foreach (var closing in closings)
            {
                var before = Apply(Apply(room, new RoomCommand.SetPublishing(2, start)), closing);
                foreach (var action in Enum.GetValues<RoomAction>())
                {
                    foreach (var flag in new[] { true, false })
                    {
                        var decision = before.Decide(new RoomCommand.Act(1, action, 2) { Flag = flag, Settings = RoomSettings.Default }, new Limits());
                        var after = decision.Events.Aggregate(before, (state, happened) => state.Apply(happened));
                        if (after.Participants.TryGetValue(2, out var other))
                        {
                            Assert.Equal(other.Publishing, other.Publishing & before.Participants[2].Publishing);
                            tried++;
                        }
                    }
                }
            }
        }

        Assert.True(tried > 500, $"{tried}");
    }

    [Fact]
    public void The_server_has_no_word_that_asks_a_page_to_open_a_device()
    {
        var words = typeof(IClientEvents).GetMethods().Select(method => method.Name)
            .Concat(Enum.GetNames<CommandName>()).Concat(Enum.GetNames<ActionName>()).ToArray();
        Assert.NotEmpty(words);
        Assert.All(words, word => Assert.DoesNotMatch("(?i)unmute|turnon|open|start|enable|request", word));
        Assert.Equal(
            ["Closed", "Lobby", "ParticipantChanged", "ParticipantJoined", "ParticipantLeft", "Room", "Seat", "Slots", "Snapshot", "Speakers"],
            typeof(IClientEvents).GetMethods().Select(method => method.Name).Order(StringComparer.Ordinal));
    }

    private static RoomState Apply(RoomState state, RoomCommand command)
    {
        var decision = state.Decide(command, new Limits());
        Assert.Equal(RoomRefusal.None, decision.Refusal);
        return decision.Events.Aggregate(state, (next, happened) => next.Apply(happened));
    }

    private static Sfu.Rooms.Names.DisplayName Name(string text)
    {
        Assert.True(Sfu.Rooms.Names.DisplayName.TryParse(text, out var name, out _));
        return name!;
    }

    private static long Heard(HeadlessParticipant listener) => listener.Stats().Received.Where(slot => slot.Mid.StartsWith('a')).Sum(slot => slot.Packets) + listener.Stats().UnknownPackets;

    private static long Sent(HeadlessParticipant speaker) => speaker.Stats().Sent.First(stream => stream.Mid == "mic").Packets;
}
