using Sfu.Testing;
using Sfu.Testing.Network;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.WebRtc.Peer;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Rtp;

namespace Sfu.WebRtc.Tests.Network;

/// <summary>Either side of a call on the virtual network: classifies datagrams as the worker loop does and counts the media that decrypts.</summary>
internal abstract class PeerHost : IVirtualHost
{
    private ushort _sequence;

    public int MediaReceived { get; protected set; }

    public int MediaSent { get; private set; }

    public abstract long NextDeadlineUs { get; }

    public abstract void Receive(Span<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output);

    public abstract void HandleTimeout(long nowUs, DatagramBatch output);

    /// <summary>One RTP packet; nothing happens without keys.</summary>
    protected void SendMedia(SrtpSender? sender, in TransportAddress destination, DatagramBatch output)
    {
        if (sender is null)
            return;
        var packet = output.Reserve();
        var length = RtpHeaderWriter.Write(packet, false, 111, ++_sequence, 0, 77);
        packet.Slice(length, 100).Fill(0x55);
        output.Commit(sender.ProtectRtp(packet, length, length + 100, 0), destination);
        MediaSent++;
    }

    protected static void CheckPlain(ReadOnlySpan<byte> packet)
    {
        if (!RtpPacketReader.TryRead(packet, out var rtp) || rtp.Payload.Length != 100 || rtp.Payload.ContainsAnyExcept((byte)0x55))
            throw new CheckFailedException("a media packet came out damaged");
    }
}

internal sealed class ServerHost(ServerPeer peer) : PeerHost
{
    public ServerPeer Peer { get; } = peer;

    // A lite agent has no timers; DTLS counts only once it knows where to send.
    public override long NextDeadlineUs => Peer.HasDestination ? Peer.NextDeadlineUs : MonotonicTime.Never;

    public override void Receive(Span<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        switch (DatagramClassifier.Classify(datagram))
        {
            case DatagramKind.Stun:
                Peer.ReceiveStun(datagram, from, nowUs, output);
                break;
            case DatagramKind.Dtls:
                Peer.ReceiveDtls(datagram, from, nowUs, output);
                break;
            case DatagramKind.Rtp when Peer.TryUnprotectRtp(datagram, from, out var length):
                CheckPlain(datagram[..length]);
                MediaReceived++;
                break;
        }
    }

    public override void HandleTimeout(long nowUs, DatagramBatch output) => Peer.HandleTimeout(nowUs, output);

    public void Send(DatagramBatch output) => SendMedia(Peer.Sender, Peer.HasDestination ? Peer.Destination : default, output);
}

internal sealed class ClientHost(ClientPeer peer) : PeerHost
{
    public ClientPeer Peer { get; } = peer;

    public override long NextDeadlineUs => Peer.NextDeadlineUs;

    public override void Receive(Span<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        switch (DatagramClassifier.Classify(datagram))
        {
            case DatagramKind.Stun:
                Peer.ReceiveStun(datagram, from, nowUs, output);
                break;
            case DatagramKind.Dtls:
                Peer.ReceiveDtls(datagram, from, nowUs, output);
                break;
            case DatagramKind.Rtp when Peer.TryUnprotectRtp(datagram, from, out var length):
                CheckPlain(datagram[..length]);
                MediaReceived++;
                break;
        }
    }

    public override void HandleTimeout(long nowUs, DatagramBatch output) => Peer.HandleTimeout(nowUs, output);

    public void Send(DatagramBatch output) => SendMedia(Peer.HasDestination ? Peer.Sender : null, Peer.Destination, output);
}

/// <summary>A server and a client that know each other's credentials, on one network.</summary>
internal sealed class PeerCall : IDisposable
{
    public static readonly TransportAddress ServerAddress = TransportAddress.FromIPv4(0x0A000001, 10000);
    public static readonly TransportAddress ClientAddress = TransportAddress.FromIPv4(0x0A000002, 50000);

    private static readonly DtlsCertificate ServerCertificate = DtlsCertificate.CreateSelfSigned();
    private static readonly DtlsCertificate ClientCertificate = DtlsCertificate.CreateSelfSigned();

    public PeerCall(int seed, LinkConditions conditions)
    {
        Network = new VirtualNetwork(seed) { Default = conditions };
        var (serverIce, clientIce) = (IceCredentials.Generate(), IceCredentials.Generate());
        Server = new ServerHost(new ServerPeer(serverIce, ServerCertificate));
        Server.Peer.SetRemote(clientIce, [ClientCertificate.Fingerprint]);
        Client = new ClientHost(new ClientPeer(clientIce, serverIce, [ServerAddress], [ServerCertificate.Fingerprint], ClientCertificate));
        Network.Attach(ServerAddress, Server);
        Network.Attach(ClientAddress, Client);
        Network.Act(ClientAddress, Client.Peer.Start);
    }

    public VirtualNetwork Network { get; }

    public ServerHost Server { get; }

    public ClientHost Client { get; }

    public bool IsConnected => Server.Peer.State is DtlsState.Connected && Client.Peer.State is DtlsState.Connected;

    /// <summary>Sends 50 packets a second in both directions; what is sent goes from the address the client has now.</summary>
    public void Talk(long durationUs, TransportAddress clientAddress)
    {
        const long IntervalUs = 20 * MonotonicTime.Millisecond;
        for (var endUs = Network.NowUs + durationUs; Network.NowUs < endUs; Network.Run(IntervalUs))
        {
            Network.Act(clientAddress, (_, output) => Client.Send(output));
            Network.Act(ServerAddress, (_, output) => Server.Send(output));
        }
    }

    public void Dispose()
    {
        Network.Dispose();
        Server.Peer.Dispose();
        Client.Peer.Dispose();
    }
}
