using System.Security.Cryptography;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// The server's half (RFC 6347 §4.2.4): a ClientHello has been agreed to; our flight is ServerHello, Certificate,
/// ServerKeyExchange, CertificateRequest, ServerHelloDone; the client's is Certificate, ClientKeyExchange,
/// CertificateVerify, ChangeCipherSpec, Finished; the last is ours, ChangeCipherSpec and Finished.
/// </summary>
internal sealed class DtlsServerHandshake : DtlsHandshake
{
    /// <summary>The message after the ClientHello, which is number 0.</summary>
    private const ushort FirstSequenceAfterHello = 1;

    // ServerHello and CertificateRequest stay below 100 bytes, a ServerKeyExchange with its ECDSA signature below 160.
    private const int MaxBodyLength = 256;

    private readonly NegotiatedHello _hello;
    private readonly int _helloLength;
    private readonly byte[] _serverRandom = RandomNumberGenerator.GetBytes(TlsParameters.RandomLength);
    private readonly EphemeralKey _ephemeralKey = new();
    private HandshakeType _awaited;

    public DtlsServerHandshake(
        DtlsCertificate certificate, DtlsOptions options, PlaintextSequence plaintextSequence, NegotiatedHello hello, ReadOnlySpan<byte> helloBody, long nowUs)
        : base(DtlsRole.Server, certificate, options, plaintextSequence, nowUs)
    {
        _hello = hello;
        _helloLength = helloBody.Length;
        SrtpProfile = hello.SrtpProfile;
        Hear(HandshakeType.ClientHello, 0, helloBody);
        SayServerFlight();
        RestartReceivingAt(FirstSequenceAfterHello);
        AwaitFlight();
        RestartFlight();
    }

    /// <summary>Whether this attempt answers exactly this hello. The random alone would not do: another may have sent part of it.</summary>
    public bool Answers(ReadOnlySpan<byte> helloBody) =>
        helloBody.Length == _helloLength && helloBody.SequenceEqual(Transcript.Bytes.Slice(HandshakeHeader.Length, _helloLength));

    protected override string Process(HandshakeType type, ushort sequence, ReadOnlySpan<byte> body)
    {
        if (type != _awaited)
            return $"the client sends {type} instead of {_awaited}";

        var reason = type switch
        {
            HandshakeType.Certificate => ReadPeerCertificate(body),
            HandshakeType.ClientKeyExchange => ReadKeyExchange(sequence, body),
            HandshakeType.CertificateVerify => ReadCertificateVerify(body),
            _ => VerifyFinished(body) ? "" : "the client's Finished does not match",
        };
        if (reason.Length > 0)
            return reason;

        // The key exchange is part of the session hash and has been noted already.
        if (type is not HandshakeType.ClientKeyExchange)
            Hear(type, sequence, body);
        if (type is HandshakeType.Finished)
            SayLastFlight();
        _awaited = After(type);
        return "";
    }

    protected override void RestartFlight()
    {
        ForgetKeys();
        PeerCertificate = null;
        _awaited = HandshakeType.Certificate;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _ephemeralKey.Dispose();
        base.Dispose(disposing);
    }

    private static HandshakeType After(HandshakeType type) => type switch
    {
        HandshakeType.Certificate => HandshakeType.ClientKeyExchange,
        HandshakeType.ClientKeyExchange => HandshakeType.CertificateVerify,
        _ => HandshakeType.Finished,
    };

    private void SayServerFlight()
    {
        Flight.Begin(awaitsAnswer: true);
        Span<byte> body = stackalloc byte[MaxBodyLength];
        var length = ServerFlightWriter.WriteServerHello(
            body, _serverRandom, (ushort)_hello.SrtpProfile, _hello.ExtendedMasterSecret, _hello.RenegotiationInfo, _hello.PointFormats);
        Say(HandshakeType.ServerHello, body[..length]);
        SayCertificate();

        Span<byte> point = stackalloc byte[TlsParameters.Secp256r1PointLength];
        _ephemeralKey.WritePoint(point);
        Span<byte> parameters = stackalloc byte[4 + TlsParameters.Secp256r1PointLength]; // curve type, group, point length
        ServerFlightWriter.WriteKeyExchangeParameters(parameters, point);
        var signature = Certificate.Sign([.. _hello.ClientRandom, .. _serverRandom, .. parameters]);
        length = ServerFlightWriter.WriteServerKeyExchange(body, parameters, SignatureScheme.EcdsaSecp256r1Sha256, signature);
        Say(HandshakeType.ServerKeyExchange, body[..length]);

        length = ServerFlightWriter.WriteCertificateRequest(body, PeerCertificate.VerifiableSchemes);
        Say(HandshakeType.CertificateRequest, body[..length]);
        Say(HandshakeType.ServerHelloDone, []);
    }

    private string ReadKeyExchange(ushort sequence, ReadOnlySpan<byte> body)
    {
        Span<byte> shared = stackalloc byte[EphemeralKey.SharedSecretLength];
        if (!ClientKeyExchangeReader.TryRead(body, out var point) || !_ephemeralKey.TryAgree(point, shared))
            return "the client's key share is no point of P-256";

        Hear(HandshakeType.ClientKeyExchange, sequence, body);
        if (_hello.ExtendedMasterSecret)
        {
            Span<byte> sessionHash = stackalloc byte[SHA256.HashSizeInBytes];
            Transcript.Hash(sessionHash);
            KeepSecret(DtlsMasterSecret.DeriveExtended(shared, sessionHash, _hello.ClientRandom, _serverRandom));
        }
        else
        {
            KeepSecret(DtlsMasterSecret.Derive(shared, _hello.ClientRandom, _serverRandom));
        }

        CryptographicOperations.ZeroMemory(shared);
        return "";
    }

    private string ReadCertificateVerify(ReadOnlySpan<byte> body)
    {
        if (!SignatureReader.TryRead(body, out var scheme, out var signature))
            return "the client's CertificateVerify is malformed";
        if (!PeerCertificate!.TryVerify(scheme, Transcript.Bytes, signature))
            return "the client's CertificateVerify is not from the key of its certificate";
        InstallRecordKeys();
        return "";
    }

    private void SayLastFlight()
    {
        Flight.Begin(awaitsAnswer: false);
        SayFinished();
        _ephemeralKey.Dispose();
        Complete();
    }
}
