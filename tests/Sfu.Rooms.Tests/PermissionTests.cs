using System.Text;
using System.Text.Json;

namespace Sfu.Rooms.Tests;

public sealed class PermissionTests
{
    private const string UpdateCommand = "UPDATE_PERMISSIONS=1 dotnet test tests/Sfu.Rooms.Tests --filter PermissionTests";

    private static readonly RoomAction[] NeedsPerson =
    [
        RoomAction.Mute, RoomAction.CameraOff, RoomAction.StopShare, RoomAction.Remove, RoomAction.MakeModerator, RoomAction.TakeModerator,
        RoomAction.AllowSpeak, RoomAction.WithdrawSpeak,
    ];

    [Fact]
    public void The_table_in_the_documentation_is_the_one_in_force()
    {
        var path = Path.Combine(Root(), "docs", "permissions.md");
        var rendered = Render();
        if (Environment.GetEnvironmentVariable("UPDATE_PERMISSIONS") == "1")
        {
            File.WriteAllText(path, rendered);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == rendered, $"docs/permissions.md differs from Permissions. Rewrite it with: {UpdateCommand}");
    }

    /// <summary>Every action by every role under every combination of the settings that matter, against the rows as documented.</summary>
    [Fact]
    public void Every_action_is_refused_exactly_where_the_table_says_so()
    {
        var rows = File.ReadAllLines(Path.Combine(Root(), "docs", "permissions.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2..6]);
        var tried = 0;
        foreach (var settings in AllSettings())
        {
            var room = People.OneOfEach(settings);
            foreach (var action in Enum.GetValues<RoomAction>())
            {
                foreach (var withTarget in new[] { false, true })
                {
                    for (var role = Role.Guest; role <= Role.Owner; role++)
                    {
                        var actor = room.Participants.Values.Single(who => who.Role == role).Number;
                        var target = withTarget || NeedsPerson.Contains(action) ? OtherThan(actor) : 0;
                        var refusal = room.Decide(Act(actor, action, target, settings), People.Limits).Refusal;
                        var cell = rows[NameOf(Permissions.NeededFor(action, target != 0))][(int)role];
                        Assert.True(Allows(cell, settings) == (refusal != RoomRefusal.NotAllowed), $"{action} by {role} under {settings}: {refusal}, table: {cell}");
                        tried++;
                    }
                }
            }
        }

        Assert.True(tried > 10_000, $"{tried}");
    }

    [Fact]
    public void Sources_are_open_exactly_where_the_table_says_so()
    {
        foreach (var settings in AllSettings())
        {
            foreach (var who in People.OneOfEach(settings).Participants.Values)
            {
                var free = who.IsModerator || settings.Speaking == SpeakingMode.Free;
                var notListeners = who.IsModerator || settings.Speaking != SpeakingMode.Listeners;
                Assert.Equal(
                    new Publishing(
                        who.IsModerator || (settings.MicAllowed && free),
                        who.IsModerator || (settings.CameraAllowed && notListeners),
                        who.IsModerator || (settings.ScreenAllowed && notListeners),
                        who.IsModerator || (settings.ScreenAllowed && notListeners)),
                    who.Publishing);
            }
        }
    }

    [Theory]
    [InlineData(RoomAction.Remove)]
    [InlineData(RoomAction.TakeModerator)]
    public void Nobody_removes_or_demotes_an_owner(RoomAction action)
    {
        var room = People.Run(People.OneOfEach(), People.Enter(9, Role.Owner));
        foreach (var actor in room.Participants.Keys)
        {
            Assert.Equal(RoomRefusal.NotAllowed, room.Decide(new RoomCommand.Act(actor, action, People.Owner), People.Limits).Refusal);
        }
    }

    private static uint OtherThan(uint actor) => actor == People.Participant ? People.Guest : People.Participant;

    private static RoomCommand.Act Act(uint actor, RoomAction action, uint target, RoomSettings settings) => new(actor, action, target)
    {
        Text = action == RoomAction.React ? "👍" : "text",
        Settings = settings with { Subject = "other" },
        Poll = new PollDraft("?", ["a", "b"], false, false, true),
        Choices = [0],
    };

    private static bool Allows(string cell, RoomSettings settings) => cell switch
    {
        "yes" => true,
        "–" => false,
        "if chat allowed" => settings.ChatAllowed,
        "if private chat allowed" => settings.ChatAllowed && settings.PrivateChatAllowed,
        "if talk time for all" => settings.TalkTimeForAll,
        _ => throw new InvalidOperationException(cell),
    };

    private static IEnumerable<RoomSettings> AllSettings()
    {
        for (var bits = 0; bits < 64; bits++)
        {
            foreach (var speaking in Enum.GetValues<SpeakingMode>())
            {
                yield return new RoomSettings
                {
                    MicAllowed = (bits & 1) != 0,
                    CameraAllowed = (bits & 2) != 0,
                    ScreenAllowed = (bits & 4) != 0,
                    ChatAllowed = (bits & 8) != 0,
                    PrivateChatAllowed = (bits & 16) != 0,
                    TalkTimeForAll = (bits & 32) != 0,
                    Speaking = speaking,
                };
            }
        }
    }

    private static string Render()
    {
        var text = new StringBuilder();
        text.Append("# Who may do what\n\nWritten from the table in `src/Sfu.Rooms/Permissions.cs`, which is the one in force; a test compares the two. Rewrite it with\n`")
            .Append(UpdateCommand).Append("`.\n\n| Right | guest | participant | moderator | owner |\n|---|---|---|---|---|\n");
        foreach (var right in Enum.GetValues<Right>())
        {
            text.Append("| `").Append(NameOf(right)).Append('`');
            for (var role = Role.Guest; role <= Role.Owner; role++)
            {
                text.Append(" | ").Append(Cell(Permissions.Of(right, role)));
            }

            text.Append(" |\n");
        }

        return text.Append("""

            `if mic allowed` also asks the speaking mode: `free` lets everybody, `ask` whoever was allowed, `listeners` nobody. Cameras and
            screens are closed to participants and guests in the mode `listeners`. Nobody has the right to open somebody else's microphone,
            camera or screen: no command for it exists.

            | Command | Right |
            |---|---|

            """).Append(string.Concat(Enum.GetValues<RoomAction>().Select(action =>
                $"| {Kebab(action)} | {string.Join(", with a target ", new[] { false, true }.Select(target => NameOf(Permissions.NeededFor(action, target))).Distinct())} |\n"))).ToString();
    }

    private static string Cell(Grant grant) => grant switch
    {
        Grant.Always => "yes",
        Grant.Never => "–",
        _ => Kebab(grant).Replace('-', ' '),
    };

    private static string NameOf(Right right) => Kebab(right);

    private static string Kebab(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sfu.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
