using Sfu.LoadTest.Generator;

namespace Sfu.LoadTest.Scenarios;

/// <summary>One participant of a run, with the numbers of its sources.</summary>
/// <param name="Room">Number of the room.</param>
/// <param name="Number">Counts all participants of the run.</param>
/// <param name="Phase">0 to 1: when within the length of a frame its sources send.</param>
internal sealed record CastMember(int Room, int Number, ParticipantKind Kind, int MicSource, int CameraSource, double Phase)
{
    public bool Publishes => Kind.Mic || Kind.Camera;

    public AudioSource? CreateAudio() => Kind.Mic ? new AudioSource(MicSource) : null;

    public VideoSource? CreateVideo(int bitrateBps) => Kind.Camera ? new VideoSource(CameraSource, bitrateBps) : null;
}

/// <summary>Everybody in a run of a scenario: the same for all servers of a round, so that what falls together does so for each of them. Immutable.</summary>
internal sealed class Cast
{
    /// <param name="round">Chooses the phases, by chance as between people who do not know of each other.</param>
    public Cast(Scenario scenario, int round)
    {
        var chance = new Random(round);
        var members = new List<CastMember>();
        for (var room = 0; room < scenario.Rooms.Count; room++)
        {
            foreach (var kind in scenario.Rooms[room])
            {
                members.Add(new CastMember(room, members.Count, kind, kind.Mic ? Sources++ : -1, kind.Camera ? Sources++ : -1, chance.NextDouble()));
            }
        }

        Members = members;
        Scenario = scenario;
    }

    public Scenario Scenario { get; }

    public IReadOnlyList<CastMember> Members { get; }

    /// <summary>How many sources there are; they are numbered from 0.</summary>
    public int Sources { get; }

    /// <summary>The others in a member's room who send something.</summary>
    public IEnumerable<CastMember> Publishers(CastMember member) =>
        Members.Where(other => other.Room == member.Room && other != member && other.Publishes);

    /// <summary>What a member must get.</summary>
    public IReadOnlyList<int> ExpectedSources(CastMember member) => !member.Kind.Receives
        ? []
        : [.. Publishers(member).SelectMany(other => new[] { other.MicSource, other.CameraSource }).Where(source => source >= 0)];
}
