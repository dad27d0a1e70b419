using Sfu.Testing;

namespace Sfu.Media.Tests.StateFuzz;

public sealed class MediaRoomStateFuzzTests
{
    private const int Seeds = 200;
    private const int StepsPerSeed = 4000;

    [Fact]
    public void Whatever_authenticated_participants_send_the_room_goes_on_and_keeps_its_promises()
    {
        var sum = new MediaCounters();
        for (var seed = 0; seed < Seeds; seed++)
            sum.Add(Run(seed, StepsPerSeed));

        // Every path must have been taken often, or the test would prove little.
        var seen = $"RTP {sum.RtpReceived} in, {sum.RtpSent} out, {sum.RetransmissionsSent} again, {sum.LayerSwitches} switches, {sum.RtcpSent} RTCP";
        Assert.True(sum.RtpSent > sum.RtpReceived / 10 && sum.RetransmissionsSent > 1000 && sum.LayerSwitches > 1000 && sum.RtcpSent > 10_000, seen);
    }

    private static MediaCounters Run(int seed, int steps)
    {
        using var room = new FuzzRoom(seed);
        var step = 0;
        try
        {
            for (; step < steps; step++)
                room.Step();
            room.RemoveEverybody();
        }
        catch (Exception e)
        {
            throw new CheckFailedException($"seed {seed}, step {step}: {e.Message}", e);
        }

        return room.Counters;
    }
}
