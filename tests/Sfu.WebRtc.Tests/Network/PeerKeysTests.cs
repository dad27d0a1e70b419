using Sfu.Testing.Network;
using Sfu.WebRtc.Dtls;
using Sfu.Wire;
using Sfu.Wire.Rtp;

namespace Sfu.WebRtc.Tests.Network;

/// <summary>Keys come with the connection and end with it.</summary>
public sealed class PeerKeysTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_sides_drop_their_keys_when_the_connection_ends(bool closedByClient)
    {
        using var call = new PeerCall(1, LinkConditions.Good);
        Assert.True(call.Network.RunUntil(() => call.IsConnected, 10 * MonotonicTime.Second));
        var (server, client) = (call.Server.Peer, call.Client.Peer);
        var (serverSender, clientSender) = (server.Sender!, client.Sender!);
        var (toServer, toClient) = (new byte[200], new byte[200]);
        var serverLength = clientSender.ProtectRtp(toServer, RtpHeaderWriter.Write(toServer, false, 111, 1, 0, 77), 100, 0);
        var clientLength = serverSender.ProtectRtp(toClient, RtpHeaderWriter.Write(toClient, false, 111, 1, 0, 88), 100, 0);

        if (closedByClient)
            call.Network.Act(PeerCall.ClientAddress, client.Close);
        else
            call.Network.Act(PeerCall.ServerAddress, server.Close);
        Assert.True(call.Network.RunUntil(
            () => server.State is DtlsState.Closed && client.State is DtlsState.Closed, 10 * MonotonicTime.Second));

        Assert.Null(server.Sender);
        Assert.Null(client.Sender);
        Assert.False(server.TryUnprotectRtp(toServer.AsSpan(0, serverLength), PeerCall.ClientAddress, out _));
        Assert.False(client.TryUnprotectRtp(toClient.AsSpan(0, clientLength), PeerCall.ServerAddress, out _));
        Assert.Throws<ObjectDisposedException>(() => serverSender.ProtectRtp(toClient, 12, 100, 1));
        Assert.Throws<ObjectDisposedException>(() => clientSender.ProtectRtp(toServer, 12, 100, 1));
    }

    [Fact]
    public void What_comes_from_an_unverified_address_is_not_even_looked_at()
    {
        using var call = new PeerCall(2, LinkConditions.Good);
        Assert.True(call.Network.RunUntil(() => call.IsConnected, 10 * MonotonicTime.Second));
        var packet = new byte[200];
        var length = call.Client.Peer.Sender!.ProtectRtp(packet, RtpHeaderWriter.Write(packet, false, 111, 1, 0, 77), 100, 0);
        var stranger = TransportAddress.FromIPv4(0x0A000063, 9);

        Assert.False(call.Server.Peer.TryUnprotectRtp(packet.AsSpan(0, length), stranger, out _));
        Assert.True(call.Server.Peer.TryUnprotectRtp(packet.AsSpan(0, length), PeerCall.ClientAddress, out _));
    }
}
