using Sfu.WebRtc.Dtls;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>The client role believes nothing in the server's flight that it cannot check.</summary>
public class ServerFlightTests
{
    private static readonly DtlsCertificate Other = DtlsCertificate.CreateSelfSigned();

    [Theory]
    [InlineData(HandshakeType.ServerHello, "the ServerHello is malformed")]
    [InlineData(HandshakeType.Certificate, "the peer's Certificate message is malformed")]
    [InlineData(HandshakeType.ServerKeyExchange, "the server's key share is not on P-256")]
    [InlineData(HandshakeType.CertificateRequest, "the server's CertificateRequest is malformed")]
    [InlineData(HandshakeType.ServerHelloDone, "the server's ServerHelloDone is malformed")]
    public void Refuses_a_malformed(HandshakeType type, string reason) => AssertRefused(type, _ => [1], reason);

    [Fact]
    public void Refuses_a_server_of_another_version() =>
        AssertRefused(HandshakeType.ServerHello, b => [0xFE, 0xFF, .. b[2..]], "the server chose a version, suite or compression we did not offer");

    [Theory]
    [InlineData(35, 0x00)] // suite 0x002B
    [InlineData(36, 0x2F)]
    [InlineData(37, 0x01)] // compression
    public void Refuses_what_it_did_not_offer(int offset, byte value) =>
        AssertRefused(HandshakeType.ServerHello, b => Changed(b, offset, value), "the server chose a version, suite or compression we did not offer");

    [Fact]
    public void Refuses_a_server_without_extended_master_secret() =>
        AssertRefused(HandshakeType.ServerHello, b => WithoutExtension(b, 23), "the server does not agree to the extended master secret");

    [Fact]
    public void Refuses_a_server_without_use_srtp() =>
        AssertRefused(HandshakeType.ServerHello, b => WithoutExtension(b, 14), "the server chose no SRTP profile of ours");

    [Fact]
    public void Refuses_a_server_without_a_certificate() =>
        AssertRefused(HandshakeType.Certificate, _ => [0, 0, 0], "the peer shows no certificate");

    [Fact]
    public void Refuses_a_key_share_that_the_shown_certificate_did_not_sign() =>
        AssertRefused(HandshakeType.Certificate, _ =>
        {
            var body = new byte[1024];
            return body[..PeerFlightWriter.WriteCertificate(body, Other.Der)];
        }, "the server's key share is not signed by the key of its certificate");

    [Fact]
    public void Refuses_a_changed_key_share() =>
        AssertRefused(HandshakeType.ServerKeyExchange, b => Changed(b, 20, (byte)(b[20] ^ 1)), "the server's key share is not signed by the key of its certificate");

    [Fact]
    public void Refuses_a_changed_random() =>
        AssertRefused(HandshakeType.ServerHello, b => Changed(b, 10, (byte)(b[10] ^ 1)), "the server's key share is not signed by the key of its certificate");

    [Fact]
    public void A_change_nobody_signs_shows_in_the_transcript() =>
        AssertRefused(HandshakeType.CertificateRequest, b => Changed(b, 2, 64), "");

    [Fact]
    public void Refuses_a_server_that_does_not_ask_for_our_certificate()
    {
        using var pair = new DtlsPair();
        pair.Rewrite = t => t.ToServer ? [t.Bytes] : Datagrams.PlaintextMessages([t.Bytes])
            .Select(m => m.Type is HandshakeType.CertificateRequest ? Datagrams.Message(HandshakeType.ServerHelloDone, m.Sequence, []) : Datagrams.Message(m.Type, m.Sequence, m.Body));
        Assert.False(pair.Connect(MonotonicTime.Second));
        Assert.Equal("the server sends ServerHelloDone instead of CertificateRequest", pair.Client.FailureReason);
    }

    private static void AssertRefused(HandshakeType type, Func<byte[], byte[]> change, string reason)
    {
        using var pair = new DtlsPair();
        pair.Rewrite = t => t.ToServer ? [t.Bytes] : Datagrams.PlaintextMessages([t.Bytes])
            .Select(m => Datagrams.Message(m.Type, m.Sequence, m.Type == type ? change(m.Body) : m.Body));

        Assert.False(pair.Connect(MonotonicTime.Second));
        Assert.Equal(DtlsState.Handshaking, pair.Client.State);
        Assert.Equal(reason, pair.Client.FailureReason);

        Assert.False(pair.Connect());
        Assert.Equal(DtlsState.Failed, pair.Client.State);
        Assert.NotEqual(DtlsState.Connected, pair.Server.State);
    }

    private static byte[] Changed(byte[] body, int offset, byte value)
    {
        var copy = body.ToArray();
        copy[offset] = value;
        return copy;
    }

    private static byte[] WithoutExtension(byte[] serverHello, ushort type)
    {
        // Version, random, empty session id, suite, compression; then the extensions.
        const int fixedLength = 2 + 32 + 1 + 2 + 1;
        var kept = new List<byte>();
        var reader = new TlsFieldReader(serverHello.AsSpan(fixedLength + 2));
        while (reader.TryReadUInt16(out var found) && reader.TryReadVector16(out var content))
        {
            if (found != type)
                kept.AddRange(HelloBuilder.Extension(found, content.ToArray()));
        }

        return [.. serverHello[..fixedLength], (byte)(kept.Count >> 8), (byte)kept.Count, .. kept];
    }
}
