namespace Sfu.LoadTest.Scenarios;

/// <summary>What is measured: who is in which room, what they send and whether they watch.</summary>
/// <param name="Name">For the command line and the results file.</param>
/// <param name="Title">For people.</param>
/// <param name="Rooms">Who is in each room.</param>
/// <param name="VideoBitrateBps">Of each camera.</param>
internal sealed record Scenario(string Name, string Title, IReadOnlyList<IReadOnlyList<ParticipantKind>> Rooms, int VideoBitrateBps = Scenario.Hd)
{
    private const int Hd = 1_500_000;
    private const int Small = 500_000;

    /// <summary>
    /// All scenarios. Both servers deliver exactly the same packets in each: Sfu forwards the five loudest microphones and
    /// Janus all of them, so no room has more than five open; ten speakers are two rooms of five.
    /// </summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("livestream-20", "livestream, 1 to 20", Groups(1, (1, ParticipantKind.Broadcaster), (20, ParticipantKind.Listener))),
        new("livestream-100", "livestream, 1 to 100", Groups(1, (1, ParticipantKind.Broadcaster), (100, ParticipantKind.Listener))),
        new("meeting-5", "one meeting of 5", Groups(1, (5, ParticipantKind.Talker))),
        new("meetings-4x5", "four meetings of 5", Groups(4, (5, ParticipantKind.Talker))),
        new("meeting-10", "one meeting of 10 (five microphones open)", Groups(1, (5, ParticipantKind.Talker), (5, ParticipantKind.Watcher))),
        new("audio-20", "audio, 10 speakers to 20 (two rooms of 5 to 20)", Groups(2, (5, ParticipantKind.Speaker), (20, ParticipantKind.Listener))),
        new("audio-50", "audio, 10 speakers to 50 (two rooms of 5 to 50)", Groups(2, (5, ParticipantKind.Speaker), (50, ParticipantKind.Listener))),
        new("rooms-20x4", "20 rooms of 4, small cameras", Groups(20, (4, ParticipantKind.Talker)), Small),
    ];

    /// <summary>The ones whose ratio to Janus the project has promised, and the shortest meeting.</summary>
    public static IReadOnlyList<string> Quick { get; } = ["livestream-100", "meetings-4x5", "audio-20"];

    public int Participants => Rooms.Sum(room => room.Count);

    private static IReadOnlyList<ParticipantKind>[] Groups(int count, params (int Count, ParticipantKind Kind)[] groups)
    {
        ParticipantKind[] room = [.. groups.SelectMany(group => Enumerable.Repeat(group.Kind, group.Count))];
        return [.. Enumerable.Repeat(room, count)];
    }
}

/// <summary>What one participant sends and gets.</summary>
/// <param name="Mic">An open microphone.</param>
/// <param name="Camera">A camera.</param>
/// <param name="Receives">Gets all cameras and microphones of the others in its room.</param>
internal sealed record ParticipantKind(bool Mic, bool Camera, bool Receives)
{
    public static ParticipantKind Broadcaster { get; } = new(Mic: false, Camera: true, Receives: false);

    public static ParticipantKind Listener { get; } = new(Mic: false, Camera: false, Receives: true);

    public static ParticipantKind Talker { get; } = new(Mic: true, Camera: true, Receives: true);

    public static ParticipantKind Watcher { get; } = new(Mic: false, Camera: true, Receives: true);

    public static ParticipantKind Speaker { get; } = new(Mic: true, Camera: false, Receives: true);
}
