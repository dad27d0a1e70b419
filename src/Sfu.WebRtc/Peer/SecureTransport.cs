using System.Security.Cryptography;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Rtp;

namespace Sfu.WebRtc.Peer;

/// <summary>
/// DTLS with the SRTP keys it yields (RFC 5764): what is left of a peer once ICE has said which addresses are honest.
/// Callers say of each datagram whether ICE has verified where it comes from; what comes from elsewhere changes nothing.
/// Keys live from the end of the handshake to the end of the connection. Owned by one loop; not thread-safe.
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

    /// <summary>
    /// Null until the handshake is complete and the peer's certificate is the one the answer announced, and again after the connection has ended:
    /// whoever holds it looks at <see cref="State"/> after each step, since its keys are gone then.
    /// </summary>
    public SrtpSender? Sender { get; private set; }

    private SrtpReceiver? Receiver { get; set; }

    public void SetRemoteFingerprints(IReadOnlyList<CertificateFingerprint> fingerprints)
    {
        _dtls.SetRemoteFingerprints(fingerprints);
        FollowState();
    }

    public void Start(long nowUs, DatagramBatch output, in TransportAddress remote) => _dtls.Start(nowUs, output, remote);

    /// <summary>False: not from a verified address, and dropped.</summary>
    public bool Receive(ReadOnlySpan<byte> datagram, in TransportAddress from, bool isVerified, long nowUs, DatagramBatch output)
    {
        if (!isVerified)
            return false;
        _dtls.Receive(datagram, from, nowUs, output);
        FollowState();
        return true;
    }

    public void HandleTimeout(long nowUs, DatagramBatch output, in TransportAddress remote)
    {
        _dtls.HandleTimeout(nowUs, output, remote);
        FollowState();
    }

    /// <summary>Decrypts in place; false means from an unverified address, not ours, forged or replayed, and nothing has changed.</summary>
    public bool TryUnprotectRtp(Span<byte> packet, bool isVerified, out int length)
    {
        length = 0;
        return isVerified && Receiver is { } receiver
            && RtpHeader.TryReadLength(packet, out var headerLength)
            && receiver.TryUnprotectRtp(packet, headerLength, out length);
    }

    /// <summary>Decrypts in place; false means from an unverified address, not ours, forged or replayed, and nothing has changed.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, bool isVerified, out int length)
    {
        length = 0;
        return isVerified && Receiver is { } receiver && receiver.TryUnprotectRtcp(packet, out length);
    }

    public void Close(long nowUs, DatagramBatch output, in TransportAddress remote)
    {
        _dtls.Close(nowUs, output, remote);
        FollowState();
    }

    public void Dispose()
    {
        _dtls.Dispose();
        DropKeys();
    }

    private void FollowState()
    {
        switch (_dtls.State)
        {
            case DtlsState.Connected when Sender is null:
                InstallKeys();
                break;
            case DtlsState.Failed or DtlsState.Closed:
                DropKeys();
                break;
        }
    }

    private void DropKeys()
    {
        Sender?.Dispose();
        Sender = null;
        Receiver?.Dispose();
        Receiver = null;
    }

    private void InstallKeys()
    {
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
        CryptographicOperations.ZeroMemory(clientKey);
        CryptographicOperations.ZeroMemory(serverKey);
        CryptographicOperations.ZeroMemory(clientSalt);
        CryptographicOperations.ZeroMemory(serverSalt);
    }
}
