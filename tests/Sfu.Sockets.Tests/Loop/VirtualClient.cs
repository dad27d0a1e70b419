using Sfu.WebRtc;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.WebRtc.Peer;
using Sfu.Wire;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Sockets.Tests.Loop;

/// <summary>A participant's end of a <see cref="VirtualCall"/>: a real <see cref="ClientPeer"/> that can send Opus-like packets.</summary>
internal sealed class VirtualClient : IDisposable
{
    private const int SamplesPerPacket = 960; // 20 ms at 48 kHz

    private readonly VirtualCall _call;
    private readonly uint _participant;
    private readonly DtlsCertificate _certificate = DtlsCertificate.CreateSelfSigned();
    private readonly DatagramBatch _output = new();
    private readonly IceCredentials _local = IceCredentials.Generate();
    private ushort _sequenceNumber;

    public VirtualClient(VirtualCall call, uint participant, IceCredentials remote, CertificateFingerprint fingerprint, TransportAddress address)
    {
        _call = call;
        _participant = participant;
        Address = address;
        Peer = new ClientPeer(_local, remote, [call.LoopAddress], [fingerprint], _certificate);
    }

    public ClientPeer Peer { get; }

    public TransportAddress Address { get; set; }

    public CertificateFingerprint Fingerprint => _certificate.Fingerprint;

    public List<byte[]> MediaReceived { get; } = [];

    public int DatagramsReceived { get; private set; }

    public bool IsConnected => Peer.State == DtlsState.Connected;

    public void Answer() => AnswerWith(Fingerprint);

    public void AnswerWith(CertificateFingerprint fingerprint) =>
        _call.Loop.SetRemote(_participant, _local, [fingerprint], _call.NowUs);

    public void Start() => Peer.Start(_call.NowUs, _output);

    public void HandleTimeout() => Peer.HandleTimeout(_call.NowUs, _output);

    public void SendAudio(byte level = 20)
    {
        var packet = _output.Reserve();
        var headerLength = RtpHeaderWriter.Write(
            packet, marker: false, MediaProfile.OpusPayloadType, _sequenceNumber, (uint)(_sequenceNumber * SamplesPerPacket), 77 + _participant);
        var extensions = new RtpExtensionWriter(packet, headerLength);
        extensions.Reserve(MediaProfile.AudioLevelExtensionId, 1)[0] = level;
        extensions.Write(MediaProfile.MidExtensionId, "mic"u8);
        headerLength = extensions.Finish();
        packet.Slice(headerLength, 60).Fill((byte)_sequenceNumber);
        _sequenceNumber++;
        var length = Peer.Sender!.ProtectRtp(packet, headerLength, headerLength + 60, 0);
        _output.Commit(length, _call.LoopAddress);
    }

    public void Receive(byte[] datagram, in TransportAddress from)
    {
        DatagramsReceived++;
        switch (DatagramClassifier.Classify(datagram))
        {
            case DatagramKind.Stun:
                Peer.ReceiveStun(datagram, from, _call.NowUs, _output);
                break;
            case DatagramKind.Dtls:
                Peer.ReceiveDtls(datagram, from, _call.NowUs, _output);
                break;
            case DatagramKind.Rtp when Peer.TryUnprotectRtp(datagram, from, out var length):
                MediaReceived.Add(datagram[..length]);
                break;
        }
    }

    public bool DeliverToLoop()
    {
        var count = _output.Count;
        for (var i = 0; i < count; i++)
            _call.Inject(_output[i], Address);
        _output.Clear();
        return count > 0;
    }

    public void Close() => Peer.Close(_call.NowUs, _output);

    public void Dispose()
    {
        Peer.Dispose();
        _output.Dispose();
        _certificate.Dispose();
    }
}
