using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;

namespace Sfu.WebRtc.Peer;

/// <summary>
/// One browser as the server sees it: ICE-lite decides which addresses are honest, DTLS (server role) proves who is there,
/// SRTP protects what follows. Bytes and time in, datagrams and state out. Owned by one worker loop; not thread-safe.
/// </summary>
public sealed class ServerPeer : IDisposable
{
    private readonly IceLiteAgent _ice;
    private readonly SecureTransport _transport;

    public ServerPeer(IceCredentials local, DtlsCertificate certificate)
    {
        _ice = new IceLiteAgent(local);
        _transport = new SecureTransport(DtlsRole.Server, certificate);
    }

    public DtlsState State => _transport.State;

    /// <summary>Why the handshake failed, for a developer; empty unless <see cref="State"/> is Failed.</summary>
    public string FailureReason => _transport.FailureReason;

    /// <summary>The SRTP sender while the connection stands; null before and after.</summary>
    public SrtpSender? Sender => _transport.Sender;

    /// <summary>True once an authenticated check told us where to send.</summary>
    public bool HasDestination => _ice.HasSelected;

    /// <summary>The selected address; valid when <see cref="HasDestination"/>.</summary>
    public TransportAddress Destination => _ice.Selected;

    public long NextDeadlineUs => _transport.NextDeadlineUs;

    /// <summary>When consent to send ends unless the browser checks again (RFC 7675); 0 before its first check.</summary>
    public long ConsentExpiresAtUs => _ice.ConsentExpiresAtUs;

    /// <summary>Takes ICE credentials and fingerprints from the browser's answer.</summary>
    public void SetRemote(IceCredentials remote, IReadOnlyList<CertificateFingerprint> fingerprints)
    {
        _ice.SetRemote(remote);
        _transport.SetRemoteFingerprints(fingerprints);
    }

    /// <summary>Starts an ICE restart; DTLS and SRTP go on untouched (RFC 8445 §9).</summary>
    public void RestartIce(IceCredentials local) => _ice.Restart(local);

    public bool IsVerified(in TransportAddress address) => _ice.IsVerified(address);

    public StunOutcome ReceiveStun(ReadOnlySpan<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output) =>
        _ice.Receive(datagram, from, nowUs, output);

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
        if (_ice.HasSelected)
            _transport.HandleTimeout(nowUs, output, _ice.Selected);
    }

    /// <summary>Says goodbye with an authenticated close_notify, if there is anyone to say it to.</summary>
    public void Close(long nowUs, DatagramBatch output)
    {
        if (_ice.HasSelected)
            _transport.Close(nowUs, output, _ice.Selected);
    }

    public void Dispose() => _transport.Dispose();
}
