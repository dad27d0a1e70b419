using System.Security.Cryptography;
using Sfu.WebRtc.Srtp;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// The client's half: ClientHello, perhaps again with a cookie; the server's flight ServerHello to ServerHelloDone; then
/// ours, Certificate to Finished; the server's Finished ends it. The server must ask for our certificate and agree to the
/// extended master secret, as every WebRTC peer does.
/// </summary>
internal sealed class DtlsClientHandshake : DtlsHandshake
{
    // The hello without the extensions a test adds stays below 150 bytes, plus a cookie of at most 255.
    private const int MaxHelloLength = 512;

    // A server asks for its cookie once; a forged request may come before it.
    private const int MaxCookies = 3;

    // CertificateVerify with an ECDSA signature stays below 80 bytes.
    private const int MaxBodyLength = 128;

    private readonly byte[] _clientRandom = RandomNumberGenerator.GetBytes(TlsParameters.RandomLength);
    private readonly EphemeralKey _ephemeralKey = new();
    private readonly byte[] _hello;
    private byte[] _helloWithCookie = [];
    private byte[] _serverRandom = [];
    private readonly byte[] _sharedSecret = new byte[EphemeralKey.SharedSecretLength];
    private int _cookieCount;
    private HandshakeType _awaited = HandshakeType.ServerHello;

    public DtlsClientHandshake(DtlsCertificate certificate, DtlsOptions options, PlaintextSequence plaintextSequence, long nowUs)
        : base(DtlsRole.Client, certificate, options, plaintextSequence, nowUs)
    {
        _hello = WriteHello([]);
        AwaitFlight();
        SayHello(0, _hello);
    }

    public override void Receive(in HandshakeFragment fragment, bool isProtected, long nowUs)
    {
        if (fragment.Type is HandshakeType.HelloVerifyRequest)
        {
            ReceiveCookie(fragment);
            return;
        }

        // The ServerHello says by its number which of our hellos it answers: 0 the first, 1 the one with the cookie.
        // Starting over there keeps a forged HelloVerifyRequest from closing the way for a server that wants no cookie.
        if (fragment.Type is HandshakeType.ServerHello && _awaited is HandshakeType.ServerHello
            && fragment.MessageSequence <= 1 && fragment.MessageSequence != Incoming.NextSequence
            && (fragment.MessageSequence == 0 || _helloWithCookie.Length > 0))
        {
            RestartReceivingAt(fragment.MessageSequence);
        }

        base.Receive(fragment, isProtected, nowUs);
    }

    protected override string Process(HandshakeType type, ushort sequence, ReadOnlySpan<byte> body)
    {
        if (type != _awaited)
            return $"the server sends {type} instead of {_awaited}";

        var reason = type switch
        {
            HandshakeType.ServerHello => ReadServerHello(sequence, body),
            HandshakeType.Certificate => ReadPeerCertificate(body),
            HandshakeType.ServerKeyExchange => ReadKeyExchange(body),
            HandshakeType.CertificateRequest => ReadCertificateRequest(body),
            HandshakeType.ServerHelloDone => body.IsEmpty ? "" : "the server's ServerHelloDone is malformed",
            _ => VerifyFinished(body) ? "" : "the server's Finished does not match",
        };
        if (reason.Length > 0)
            return reason;

        Hear(type, sequence, body);
        _awaited = After(type);
        if (type is HandshakeType.ServerHelloDone)
        {
            AnswerServerFlight();
        }
        else if (type is HandshakeType.Finished)
        {
            // The server spoke last, so only it may ever have to repeat itself; two who did would never stop.
            Flight.Clear();
            _ephemeralKey.Dispose();
            Complete();
        }

        return "";
    }

    protected override void RestartFlight()
    {
        // Once our answer is out, only the server's Finished is awaited, and there is nothing before it to take back.
        if (_awaited is HandshakeType.Finished)
            return;
        ForgetKeys();
        PeerCertificate = null;
        _awaited = HandshakeType.ServerHello;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _ephemeralKey.Dispose();
        base.Dispose(disposing);
    }

    private static HandshakeType After(HandshakeType type) => type switch
    {
        HandshakeType.ServerHello => HandshakeType.Certificate,
        HandshakeType.Certificate => HandshakeType.ServerKeyExchange,
        HandshakeType.ServerKeyExchange => HandshakeType.CertificateRequest,
        HandshakeType.CertificateRequest => HandshakeType.ServerHelloDone,
        _ => HandshakeType.Finished,
    };

    private byte[] WriteHello(ReadOnlySpan<byte> cookie)
    {
        var body = new byte[MaxHelloLength + Options.OtherHelloExtensions.Length];
        ReadOnlySpan<ushort> profiles = [.. Options.SrtpProfiles.Select(p => (ushort)p)];
        var length = ClientHelloWriter.Write(body, _clientRandom, cookie, PeerCertificate.VerifiableSchemes, profiles, Options.OtherHelloExtensions);
        return body[..length];
    }

    // The hello enters the transcript when the ServerHello tells which one counts.
    private void SayHello(ushort sequence, byte[] body)
    {
        Flight.Begin(awaitsAnswer: true);
        ContinueAt(sequence);
        Say(HandshakeType.ClientHello, body);
        Transcript.Truncate(0);
    }

    private void ReceiveCookie(in HandshakeFragment fragment)
    {
        // It is short and no honest server cuts it; it counts neither for the transcript nor for the order of messages.
        if (_awaited is not HandshakeType.ServerHello || _cookieCount == MaxCookies || fragment.Bytes.Length != fragment.MessageLength
            || !HelloVerifyRequestReader.TryRead(fragment.Bytes, out var cookie))
        {
            return;
        }

        var hello = WriteHello(cookie);
        if (hello.AsSpan().SequenceEqual(_helloWithCookie))
            return;
        _cookieCount++;
        _helloWithCookie = hello;
        SayHello(1, hello);
    }

    private string ReadServerHello(ushort sequence, ReadOnlySpan<byte> body)
    {
        if (!ServerHelloReader.TryRead(body, out var hello))
            return "the ServerHello is malformed";
        if (hello.Version != TlsParameters.Dtls12 || hello.CipherSuite != TlsParameters.EcdheEcdsaAes128GcmSha256 || hello.CompressionMethod != TlsParameters.NullCompression)
            return "the server chose a version, suite or compression we did not offer";
        if (!hello.HasExtendedMasterSecret)
            return "the server does not agree to the extended master secret";
        if (!Options.SrtpProfiles.Contains((SrtpProtectionProfile)hello.SrtpProfile))
            return "the server chose no SRTP profile of ours";

        SrtpProfile = (SrtpProtectionProfile)hello.SrtpProfile;
        _serverRandom = hello.Random.ToArray();
        ContinueAt((ushort)(sequence + 1));
        Hear(HandshakeType.ClientHello, sequence, sequence == 0 ? _hello : _helloWithCookie);
        return "";
    }

    private string ReadKeyExchange(ReadOnlySpan<byte> body)
    {
        if (!ServerKeyExchangeReader.TryRead(body, out var exchange) || exchange.Group != TlsParameters.GroupSecp256r1)
            return "the server's key share is not on P-256";
        if (!PeerCertificate!.IsEcdsa || !PeerCertificate.TryVerify(exchange.Scheme, [.. _clientRandom, .. _serverRandom, .. exchange.Parameters], exchange.Signature))
            return "the server's key share is not signed by the key of its certificate";
        return _ephemeralKey.TryAgree(exchange.Point, _sharedSecret) ? "" : "the server's key share is no point of P-256";
    }

    private static string ReadCertificateRequest(ReadOnlySpan<byte> body)
    {
        if (!CertificateRequestReader.TryRead(body, out var schemes))
            return "the server's CertificateRequest is malformed";
        return schemes.Contains((ushort)SignatureScheme.EcdsaSecp256r1Sha256) ? "" : "the server does not accept ecdsa_secp256r1_sha256";
    }

    private void AnswerServerFlight()
    {
        Flight.Begin(awaitsAnswer: true);
        SayCertificate();
        Span<byte> body = stackalloc byte[MaxBodyLength];
        Span<byte> point = stackalloc byte[TlsParameters.Secp256r1PointLength];
        _ephemeralKey.WritePoint(point);
        Say(HandshakeType.ClientKeyExchange, body[..PeerFlightWriter.WriteClientKeyExchange(body, point)]);

        Span<byte> sessionHash = stackalloc byte[SHA256.HashSizeInBytes];
        Transcript.Hash(sessionHash);
        KeepSecret(DtlsMasterSecret.DeriveExtended(_sharedSecret, sessionHash, _clientRandom, _serverRandom));
        CryptographicOperations.ZeroMemory(_sharedSecret);
        InstallRecordKeys();

        var signature = Certificate.Sign(Transcript.Bytes);
        Say(HandshakeType.CertificateVerify, body[..PeerFlightWriter.WriteCertificateVerify(body, SignatureScheme.EcdsaSecp256r1Sha256, signature)]);
        SayFinished();
        AwaitFlight();
    }
}
