using System.Security.Cryptography;
using Sfu.WebRtc.Dtls;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>
/// A DTLS client that does what a test tells it, message by message, right or wrong, and always keeps its transcript and
/// keys consistent with what it really said. It talks to the server of a <see cref="DtlsPair"/> whose own client is silent.
/// </summary>
internal sealed class ScriptedClient : IDisposable
{
    private readonly DtlsPair _pair;
    private readonly HandshakeTranscript _transcript = new();
    private readonly EphemeralKey _key = new();
    private readonly HelloBuilder _hello;
    private byte[] _serverRandom = [];
    private byte[] _serverPoint = [];
    private DtlsMasterSecret? _secret;
    private DtlsRecordSealer? _sealer;
    private ushort _sequence;

    public ScriptedClient(DtlsPair pair, HelloBuilder? hello = null)
    {
        _pair = pair;
        _hello = hello ?? new HelloBuilder();
        pair.Impairment = _ => [];
    }

    public HandshakeTranscript Transcript => _transcript;

    /// <summary>Sends the hello and reads the server's flight.</summary>
    public void Hello()
    {
        Say(HandshakeType.ClientHello, _hello.Build());
        ReadServerFlight();
    }

    public void ReadServerFlight()
    {
        var sent = _pair.Sent.Where(t => !t.ToServer).Select(t => t.Bytes);
        foreach (var (type, sequence, body) in Datagrams.PlaintextMessages(sent).TakeLast(5))
        {
            _transcript.Append(type, sequence, body);
            if (type is HandshakeType.ServerHello && ServerHelloReader.TryRead(body, out var hello))
                _serverRandom = hello.Random.ToArray();
            if (type is HandshakeType.ServerKeyExchange && ServerKeyExchangeReader.TryRead(body, out var exchange))
                _serverPoint = exchange.Point.ToArray();
        }
    }

    public void Certificate(DtlsCertificate? certificate)
    {
        var body = new byte[1024];
        Say(HandshakeType.Certificate, certificate is null ? [0, 0, 0] : body[..PeerFlightWriter.WriteCertificate(body, certificate.Der)]);
    }

    public void KeyExchange()
    {
        var point = new byte[TlsParameters.Secp256r1PointLength];
        _key.WritePoint(point);
        Say(HandshakeType.ClientKeyExchange, [(byte)point.Length, .. point]);
        DeriveKeys();
    }

    public void CertificateVerify(DtlsCertificate signer, SignatureScheme scheme = SignatureScheme.EcdsaSecp256r1Sha256) =>
        CertificateVerify(signer.Sign(_transcript.Bytes), scheme);

    public void CertificateVerify(byte[] signature, SignatureScheme scheme = SignatureScheme.EcdsaSecp256r1Sha256)
    {
        var body = new byte[1024];
        Say(HandshakeType.CertificateVerify, body[..PeerFlightWriter.WriteCertificateVerify(body, scheme, signature)]);
    }

    /// <summary>A Finished that fits everything said so far, unless the test damages it.</summary>
    public void Finished(bool inPlaintext = false, byte damage = 0)
    {
        var hash = new byte[32];
        _transcript.Hash(hash);
        var verifyData = new byte[TlsParameters.VerifyDataLength];
        _secret!.ComputeVerifyData(ofClient: true, hash, verifyData);
        verifyData[^1] ^= damage;
        if (inPlaintext)
        {
            Say(HandshakeType.Finished, verifyData);
            return;
        }

        SendProtected(DtlsContentType.Handshake, Datagrams.Fragment(HandshakeType.Finished, verifyData.Length, _sequence++, 0, verifyData));
    }

    public void SendProtected(DtlsContentType type, ReadOnlySpan<byte> plaintext)
    {
        var record = new byte[plaintext.Length + DtlsRecordSealer.Overhead];
        Assert.True(_sealer!.TrySeal(type, plaintext, record, out _));
        _pair.Inject(toServer: true, record);
    }

    public void Say(HandshakeType type, byte[] body)
    {
        _transcript.Append(type, _sequence, body);
        _pair.Inject(toServer: true, Datagrams.Message(type, _sequence, body));
        _sequence++;
    }

    /// <summary>A message the server gets to see under the number of the next one, without it counting for us.</summary>
    public void SayAside(HandshakeType type, byte[] body) => _pair.Inject(toServer: true, Datagrams.Message(type, _sequence, body));

    public void Dispose()
    {
        _key.Dispose();
        _secret?.Dispose();
        _sealer?.Dispose();
    }

    private void DeriveKeys()
    {
        var shared = new byte[EphemeralKey.SharedSecretLength];
        Assert.True(_key.TryAgree(_serverPoint, shared));
        if (_hello.ExtendedMasterSecret)
        {
            var hash = new byte[SHA256.HashSizeInBytes];
            _transcript.Hash(hash);
            _secret = DtlsMasterSecret.DeriveExtended(shared, hash, _hello.Random, _serverRandom);
        }
        else
        {
            _secret = DtlsMasterSecret.Derive(shared, _hello.Random, _serverRandom);
        }

        _secret.DeriveRecordKeys(DtlsRole.Client, out _sealer, out var opener);
        opener.Dispose();
    }
}
