using System.Globalization;
using Sfu.Client;
using Sfu.Client.Hub;
using Sfu.Testing.Processes;

namespace Sfu.Server.Tests.Client;

/// <summary>Ten headless participants for minutes: nothing grows, nothing is logged, nothing stutters.</summary>
[Collection(MediaLoad.Name)]
public sealed class SoakTests
{
    private const int Participants = 10;

    /// <summary>Until pools are filled, code is compiled and everybody has subscribed.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(90);

    private static readonly HeadlessOptions Options = new()
    {
        CameraLayers = [new VideoLayer(320, 180, 15, 100_000), new VideoLayer(640, 360, 15, 250_000)],
    };

    [Fact]
    public async Task Two_minutes_of_ten_participants_log_nothing_and_keep_memory_flat()
    {
        await using var server = await ServerProcess.StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(200));
        var everybody = await JoinAllAsync(server.BaseAddress, limit.Token);
        try
        {
            await PassAsync(WarmUp, everybody);
            var (before, memoryBefore) = (Snapshot(everybody), ResidentBytes(server.ProcessId));
            await PassAsync(Measured, everybody);
            var (after, memoryAfter) = (Snapshot(everybody), ResidentBytes(server.ProcessId));

            var growth = memoryAfter - memoryBefore;
            Assert.True(growth < 8 << 20, $"{memoryBefore} bytes grew by {growth}");
            foreach (var (participant, now) in after)
            {
                var then = before[participant];
                var video = now.Video - then.Video;
                var expected = Measured.TotalSeconds * 15 * (Participants - 1);
                Assert.True(video > expected * 0.95, $"{participant.Name} could show {video} frames of {expected}");
                Assert.True(now.Lost - then.Lost < (now.Packets - then.Packets) / 1000, $"{participant.Name} lost {now.Lost - then.Lost} packets");

                // When voices change places (all ten speak, five are heard), a packet may come before the word about it, which takes another way.
                Assert.True(now.Foreign - then.Foreign <= 10, $"{participant.Name} got {now.Foreign - then.Foreign} packets of others than announced");
                Assert.Equal(0, participant.Stats().RefusedPackets + participant.Stats().UnknownPackets);
            }
        }
        finally
        {
            foreach (var participant in everybody)
                await participant.DisposeAsync();
        }

        await server.StopAsync(); // throws if anything was logged at Warning or above
    }

    [Fact]
    public async Task The_worker_allocates_nothing_per_packet()
    {
        using var conference = new WorkerConference();
        var everybody = Enumerable.Range(0, Participants).Select(_ => conference.Join(Options)).ToArray();
        foreach (var member in everybody)
        {
            member.Publish(PublishedSources.MicAndCamera);
            member.Show(320, 180, [.. everybody.Where(other => other != member)]);
        }

        foreach (var member in everybody)
            await member.UntilAsync(() => member.Received.Count(slot => slot.DecodableFrames > 60 && slot.Width > 0) == Participants - 1, "four seconds of all videos");

        var before = await conference.ReadWorkerAsync();
        await PassAsync(TimeSpan.FromSeconds(15));
        var after = await conference.ReadWorkerAsync();

        // What is left are the test's own reading and a change of speakers or slots now and then: nothing that grows with packets.
        var (bytes, packets) = (after.Bytes - before.Bytes, after.Datagrams - before.Datagrams);
        Assert.True(packets > 20_000, $"only {packets} packets");
        Assert.True(bytes < 4096, $"{bytes} bytes for {packets} packets");
    }

    private static async Task<List<HeadlessParticipant>> JoinAllAsync(Uri server, CancellationToken cancellationToken)
    {
        var everybody = new List<HeadlessParticipant>();
        for (var i = 0; i < Participants; i++)
            everybody.Add(await HeadlessParticipant.JoinAsync(server, "soak", $"Guest {i}", Options, cancellationToken));
        foreach (var participant in everybody)
        {
            await participant.SetPublishingAsync(PublishedSources.MicAndCamera, cancellationToken);
            await participant.SetViewAsync(
                [.. everybody.Where(other => other != participant).Select(other => new ViewItem(other.Id, "camera", 320, 180))], cancellationToken);
        }

        return everybody;
    }

    /// <summary>Lets time pass, which is what a soak is; ends early if somebody is thrown out.</summary>
    private static async Task PassAsync(TimeSpan duration, IEnumerable<HeadlessParticipant>? everybody = null)
    {
        using var timer = new PeriodicTimer(duration);
        var passed = timer.WaitForNextTickAsync().AsTask();
        var closed = (everybody ?? []).Select(participant => participant.Closed).ToArray();
        var first = await Task.WhenAny([passed, .. closed]);
        if (first != passed)
            Assert.Fail($"Somebody was thrown out: {await (Task<string>)first}");
    }

    private static Dictionary<HeadlessParticipant, Totals> Snapshot(List<HeadlessParticipant> everybody) =>
        everybody.ToDictionary(participant => participant, participant =>
        {
            var slots = participant.Stats().Received;
            return new Totals(
                slots.Where(slot => slot.Width > 0).Sum(slot => slot.DecodableFrames),
                slots.Sum(slot => slot.Packets), slots.Sum(slot => slot.Lost), slots.Sum(slot => slot.Foreign));
        });

    private static long ResidentBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6, line.Length - 6 - 3), NumberStyles.Integer | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) * 1024;
    }

    private sealed record Totals(long Video, long Packets, long Lost, long Foreign);
}
