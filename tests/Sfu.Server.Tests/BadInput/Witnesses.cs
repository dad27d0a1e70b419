using Sfu.Client;
using Sfu.Client.Hub;
using Sfu.Testing.Processes;

namespace Sfu.Server.Tests.BadInput;

/// <summary>
/// Two people in a call while a test misbehaves beside them: both send microphone and camera and show each other. What
/// they get before and after tells whether they were disturbed.
/// </summary>
internal sealed class Witnesses : IAsyncDisposable
{
    private const string Room = "witnesses";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Small pictures: the misbehaviour is to be measured, not the witnesses.
    private static readonly HeadlessOptions Options = new()
    {
        VideoSlots = 1,
        CameraLayers = [new VideoLayer(320, 180, 30, 300_000)],
    };

    private Witnesses(HeadlessParticipant anna, HeadlessParticipant ben) => (Anna, Ben) = (anna, ben);

    public HeadlessParticipant Anna { get; }

    public HeadlessParticipant Ben { get; }

    public static async Task<Witnesses> JoinAsync(ServerProcess server, int annasPort = 0)
    {
        using var patience = new CancellationTokenSource(Patience);
        var anna = await HeadlessParticipant.JoinAsync(server.BaseAddress, Room, "Anna", Options with { LocalPort = annasPort }, patience.Token);
        var ben = await HeadlessParticipant.JoinAsync(server.BaseAddress, Room, "Ben", Options, patience.Token);
        var witnesses = new Witnesses(anna, ben);
        foreach (var (viewer, shown) in new[] { (anna, ben), (ben, anna) })
        {
            await viewer.SetPublishingAsync(PublishedSources.MicAndCamera, patience.Token);
            await viewer.SetViewAsync([new ViewItem(shown.Id, "camera", 320, 180)], patience.Token);
        }

        await witnesses.SeeMoreAsync();
        return witnesses;
    }

    /// <summary>Waits until both have got 30 more pictures and as many sounds; throws if they do not come.</summary>
    public async Task SeeMoreAsync()
    {
        var (annaBefore, benBefore) = (Count(Anna), Count(Ben));
        await Until.TrueAsync(
            () => Task.FromResult(IsFurther(Count(Anna), annaBefore) && IsFurther(Count(Ben), benBefore)),
            Patience,
            () => $"Anna: {annaBefore} -> {Count(Anna)}, Ben: {benBefore} -> {Count(Ben)}; {Anna.Stats().Failure}{Ben.Stats().Failure}");

        static bool IsFurther((long Frames, long Sounds) now, (long Frames, long Sounds) before) =>
            now.Frames >= before.Frames + 30 && now.Sounds >= before.Sounds + 30;
    }

    /// <summary>Pictures a decoder could have shown, and audio packets.</summary>
    public static (long Frames, long Sounds) Count(HeadlessParticipant participant)
    {
        var stats = participant.Stats();
        return (stats.Slot("v0").DecodableFrames, stats.Slot("a0").Packets);
    }

    /// <summary>Pictures that both could have shown together.</summary>
    public long Frames => Count(Anna).Frames + Count(Ben).Frames;

    public bool IsOver => Anna.Closed.IsCompleted || Ben.Closed.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        await Anna.DisposeAsync();
        await Ben.DisposeAsync();
    }
}
