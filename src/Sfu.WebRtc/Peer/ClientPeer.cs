using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;

namespace Sfu.WebRtc.Peer;

/// <summary>
/// The calling side of a peer, for headless participants and tests: a controlling ICE agent, DTLS in the client role, SRTP.
/// Bytes and time in, datagrams and state out. Owned by one loop; not thread-safe.
/// </summary>
public sealed class ClientPeer : IDisposable
{
    private readonly IceControllingAgent _ice;
    private readonly SecureTransport _transport;
    private bool _dtlsStarted;

    public ClientPeer(
        IceCredentials local,
        IceCredentials remote,
        ReadOnlySpan<TransportAddress> remoteCandidates,
        IReadOnlyList<CertificateFingerprint> remoteFingerprints,
        DtlsCertificate certificate)
    {
        _ice = new IceControllingAgent(local, remote, remoteCandidates);
        _transport = new SecureTransport(DtlsRole.Client, certificate);
        _transport.SetRemoteFingerprints(remoteFingerprints);
    }

    public DtlsState State => _transport.State;

    /// <summary>Why the handshake failed; empty unless <see cref="State"/> is Failed.</summary>
    public string FailureReason => _transport.FailureReason;

    /// <summary>The SRTP sender while the connection stands; null before and after.</summary>
    public SrtpSender? Sender => _transport.Sender;

    /// <summary>What DTLS agreed on; None before.</summary>
    public SrtpProtectionProfile SrtpProfile => _transport.SrtpProfile;

    public bool HasDestination => _ice.HasSelected;

    /// <summary>The nominated address; valid when <see cref="HasDestination"/>.</summary>
    public TransportAddress Destination => _ice.Selected;

    public long NextDeadlineUs => Math.Min(_ice.NextDeadlineUs, _transport.NextDeadlineUs);

    public void Start(long nowUs, DatagramBatch output) => _ice.Start(nowUs, output);

    public StunOutcome ReceiveStun(ReadOnlySpan<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        var outcome = _ice.Receive(datagram, from, nowUs, output);
        if (_ice.HasSelected && !_dtlsStarted)
        {
            _dtlsStarted = true;
            _transport.Start(nowUs, output, _ice.Selected);
        }

        return outcome;
    }

    /// <summary>Handles a DTLS datagram; one from an address that ICE has not verified is dropped.</summary>
    public bool ReceiveDtls(ReadOnlySpan<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output) =>
        _transport.Receive(datagram, from, _ice.IsVerified(from), nowUs, output);

    /// <summary>Decrypts a media packet in place; false: dropped, and nothing has changed.</summary>
    public bool TryUnprotectRtp(Span<byte> packet, in TransportAddress from, out int length) =>
        _transport.TryUnprotectRtp(packet, _ice.IsVerified(from), out length);

    /// <summary>Decrypts a control packet in place; false: dropped, and nothing has changed.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, in TransportAddress from, out int length) =>
        _transport.TryUnprotectRtcp(packet, _ice.IsVerified(from), out length);

    public void HandleTimeout(long nowUs, DatagramBatch output)
    {
        _ice.HandleTimeout(nowUs, output);
        if (_dtlsStarted)
            _transport.HandleTimeout(nowUs, output, _ice.Selected);
    }

    public void Close(long nowUs, DatagramBatch output)
    {
        if (_ice.HasSelected)
            _transport.Close(nowUs, output, _ice.Selected);
    }

    public void Dispose() => _transport.Dispose();
}
