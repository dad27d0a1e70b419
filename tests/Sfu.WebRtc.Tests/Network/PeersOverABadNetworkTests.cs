using Sfu.Testing.Network;

namespace Sfu.WebRtc.Tests.Network;

public sealed class PeersOverABadNetworkTests
{
    private static readonly LinkConditions Terrible = new()
    {
        DelayUs = 150_000,
        JitterUs = 100_000,
        LossRate = 0.3,
        DuplicateRate = 0.1,
    };

    [Fact]
    public void Everybody_connects_over_a_poor_network_and_media_flows()
    {
        var times = new List<long>();
        for (var seed = 0; seed < 150; seed++)
        {
            using var call = new PeerCall(seed, LinkConditions.Poor);
            var startUs = call.Network.NowUs;
            Assert.True(call.Network.RunUntil(() => call.IsConnected, 30 * MonotonicTime.Second), $"seed {seed}");
            times.Add(call.Network.NowUs - startUs);
            call.Talk(MonotonicTime.Second, PeerCall.ClientAddress);
            AssertFlows(call, seed, 0.6);
        }

        // A round trip is 120 to 200 ms here; ICE and DTLS take three of them, and lost flights a second each.
        times.Sort();
        Assert.True(times[times.Count / 2] < 2 * MonotonicTime.Second, $"median {times[times.Count / 2] / 1000} ms");
    }

    [Fact]
    public void Nearly_everybody_connects_over_a_terrible_network()
    {
        var connected = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            using var call = new PeerCall(seed, Terrible);
            connected += call.Network.RunUntil(() => call.IsConnected, 40 * MonotonicTime.Second) ? 1 : 0;
        }

        Assert.InRange(connected, 57, 60);
    }

    [Fact]
    public void A_new_port_of_the_client_is_followed_within_a_few_seconds_and_the_keys_stay()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var call = new PeerCall(seed, LinkConditions.Poor);
            Assert.True(call.Network.RunUntil(() => call.IsConnected, 30 * MonotonicTime.Second));
            var moved = Wire.TransportAddress.FromIPv4(0x0A000002, 50001);
            call.Network.Rebind(PeerCall.ClientAddress, moved);

            Assert.True(call.Network.RunUntil(() => call.Server.Peer.Destination == moved, 10 * MonotonicTime.Second), $"seed {seed}: still sends to the old port");
            var (serverGot, clientGot) = (call.Server.MediaReceived, call.Client.MediaReceived);
            call.Talk(2 * MonotonicTime.Second, moved);
            Assert.True(call.Server.MediaReceived > serverGot + 60 && call.Client.MediaReceived > clientGot + 60, $"seed {seed}: no media after the move");
        }
    }

    [Fact]
    public void A_call_survives_a_cut_of_twenty_seconds()
    {
        using var call = new PeerCall(1, LinkConditions.Good);
        Assert.True(call.Network.RunUntil(() => call.IsConnected, 10 * MonotonicTime.Second));
        call.Network.Default = new LinkConditions { IsCut = true };
        call.Talk(20 * MonotonicTime.Second, PeerCall.ClientAddress);
        Assert.Equal((0, 0), (call.Server.MediaReceived, call.Client.MediaReceived));
        Assert.True(call.Server.Peer.ConsentExpiresAtUs > call.Network.NowUs);
        call.Network.Default = LinkConditions.Good;
        call.Talk(5 * MonotonicTime.Second, PeerCall.ClientAddress);
        Assert.True(call.Server.MediaReceived >= 245 && call.Client.MediaReceived >= 245, $"{call.Server.MediaReceived} and {call.Client.MediaReceived} of 250");
    }

    [Fact]
    public void Consent_of_a_client_that_vanished_ends_after_thirty_seconds()
    {
        using var call = new PeerCall(2, LinkConditions.Good);
        Assert.True(call.Network.RunUntil(() => call.IsConnected, 10 * MonotonicTime.Second));
        call.Network.Detach(PeerCall.ClientAddress);
        var goneUs = call.Network.NowUs;
        call.Network.Run(40 * MonotonicTime.Second);
        Assert.InRange(call.Server.Peer.ConsentExpiresAtUs - goneUs, 27 * MonotonicTime.Second, 30 * MonotonicTime.Second);
    }

    [Fact]
    public void Garbage_from_the_clients_own_address_disturbs_neither_handshake_nor_call()
    {
        var random = new Random(99);
        var garbage = new byte[1500];
        for (var seed = 0; seed < 20; seed++)
        {
            using var call = new PeerCall(seed, LinkConditions.Good);
            for (var burst = 0; burst < 40; burst++)
            {
                for (var i = 0; i < 100; i++)
                {
                    random.NextBytes(garbage);
                    garbage[0] = (byte)(burst % 2 == 0 ? random.Next(256) : random.Next(20, 64));
                    call.Network.Inject(PeerCall.ClientAddress, PeerCall.ServerAddress, garbage.AsSpan(0, random.Next(1, 1500)));
                    call.Network.Inject(PeerCall.ServerAddress, PeerCall.ClientAddress, garbage.AsSpan(0, random.Next(1, 1500)));
                }

                call.Network.Run(5 * MonotonicTime.Millisecond);
            }

            Assert.True(call.IsConnected, $"seed {seed}");
            call.Talk(MonotonicTime.Second, PeerCall.ClientAddress);
            AssertFlows(call, seed, 1);
        }
    }

    private static void AssertFlows(PeerCall call, int seed, double share)
    {
        // What is still under way arrives.
        call.Network.Run(MonotonicTime.Second);
        Assert.True(call.Server.MediaReceived >= call.Client.MediaSent * share, $"seed {seed}: the server got {call.Server.MediaReceived} of {call.Client.MediaSent}");
        Assert.True(call.Client.MediaReceived >= call.Server.MediaSent * share, $"seed {seed}: the client got {call.Client.MediaReceived} of {call.Server.MediaSent}");
    }
}
