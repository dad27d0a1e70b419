using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Rtp;

namespace Sfu.WebRtc.Peer;

/// <summary>
/// DTLS with the SRTP keys it yields (RFC 5764): what is left of a peer once ICE has said which addresses are honest.
/// Callers hand in nothing from an address that ICE has not verified. Owned by one loop; not thread-safe.
/// </summary>
internal sealed class SecureTransport : IDisposable
{
    private const int MaxKeyLength = 16;
    private const int MaxSaltLength = 14;

    private readonly DtlsRole _role;
    private readonly DtlsConnection _dtls;

    public SecureTransport(DtlsRole role, DtlsCertificate certificate)
    {
        _role = role;
        _dtls = new DtlsConnection(role, certificate);
    }

    public DtlsState State => _dtls.State;

    public string FailureReason => _dtls.FailureReason;

    public SrtpProtectionProfile SrtpProfile => _dtls.SrtpProfile;

    public long NextDeadlineUs => _dtls.NextDeadlineUs;

    /// <summary>Null until the handshake is complete and the peer's certificate is the one the answer announced.</summary>
    public SrtpSender? Sender { get; private set; }

    private SrtpReceiver? Receiver { get; set; }

    public void SetRemoteFingerprints(IReadOnlyList<CertificateFingerprint> fingerprints)
    {
        _dtls.SetRemoteFingerprints(fingerprints);
        InstallKeysOnceConnected();
    }

    public void Start(long nowUs, DatagramBatch output, in TransportAddress remote) => _dtls.Start(nowUs, output, remote);

    public void Receive(ReadOnlySpan<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        _dtls.Receive(datagram, from, nowUs, output);
        InstallKeysOnceConnected();
    }

    public void HandleTimeout(long nowUs, DatagramBatch output, in TransportAddress remote) =>
        _dtls.HandleTimeout(nowUs, output, remote);

    /// <summary>Decrypts in place; false means not ours, forged or replayed, and nothing has changed.</summary>
    public bool TryUnprotectRtp(Span<byte> packet, out int length)
    {
        length = 0;
        return Receiver is { } receiver
            && RtpHeader.TryReadLength(packet, out var headerLength)
            && receiver.TryUnprotectRtp(packet, headerLength, out length);
    }

    public bool TryUnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        return Receiver is { } receiver && receiver.TryUnprotectRtcp(packet, out length);
    }

    public void Close(long nowUs, DatagramBatch output, in TransportAddress remote) => _dtls.Close(nowUs, output, remote);

    public void Dispose()
    {
        _dtls.Dispose();
        Sender?.Dispose();
        Receiver?.Dispose();
    }

    private void InstallKeysOnceConnected()
    {
        if (Sender is not null || _dtls.State != DtlsState.Connected)
            return;

        var profile = _dtls.SrtpProfile;
        Span<byte> clientKey = stackalloc byte[MaxKeyLength], serverKey = stackalloc byte[MaxKeyLength];
        Span<byte> clientSalt = stackalloc byte[MaxSaltLength], serverSalt = stackalloc byte[MaxSaltLength];
        clientSalt = clientSalt[..profile.SaltLength];
        serverSalt = serverSalt[..profile.SaltLength];
        _dtls.ExportSrtpKeys(clientKey, serverKey, clientSalt, serverSalt);

        // RFC 5764 §4.2: each side writes with the key of its own DTLS role.
        var isServer = _role == DtlsRole.Server;
        Sender = new SrtpSender(profile, isServer ? serverKey : clientKey, isServer ? serverSalt : clientSalt);
        Receiver = new SrtpReceiver(profile, isServer ? clientKey : serverKey, isServer ? clientSalt : serverSalt);
        clientKey.Clear();
        serverKey.Clear();
    }
}
