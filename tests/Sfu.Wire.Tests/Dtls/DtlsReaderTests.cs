using Sfu.Testing;
using Sfu.Wire.Dtls;

namespace Sfu.Wire.Tests.Dtls;

/// <summary>Every reader with each input exact, inside noise, cut at every byte, and damaged.</summary>
public class DtlsReaderTests
{
    private static readonly byte[] Random32 = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];
    private static readonly byte[] Point = [4, .. Enumerable.Range(0, 64).Select(i => (byte)(i * 3))];

    private static readonly byte[] Hello = Written(d => ClientHelloWriter.Write(
        d, Random32, [1, 2, 3], [SignatureScheme.EcdsaSecp256r1Sha256, SignatureScheme.RsaPssRsaeSha256], [7, 1], [0x5A, 0x5A, 0, 1, 0]));

    private static readonly byte[] ServerHello = Written(d => ServerFlightWriter.WriteServerHello(d, Random32, 7, true, true, true));

    private static readonly byte[] KeyExchange = Written(d =>
    {
        var parameters = Written(p => ServerFlightWriter.WriteKeyExchangeParameters(p, Point));
        return ServerFlightWriter.WriteServerKeyExchange(d, parameters, SignatureScheme.EcdsaSecp256r1Sha256, [5, 6, 7]);
    });

    private static readonly byte[] Request = Written(d => ServerFlightWriter.WriteCertificateRequest(
        d, [SignatureScheme.EcdsaSecp256r1Sha256, SignatureScheme.RsaPkcs1Sha256]));

    private static readonly byte[] Certificate = Written(d => PeerFlightWriter.WriteCertificate(d, [0x30, 0x82, 1, 2]));

    private static readonly byte[] Verify = Written(d => PeerFlightWriter.WriteCertificateVerify(d, SignatureScheme.EcdsaSecp384r1Sha384, [8, 9]));

    private static readonly byte[] ClientKey = Written(d => PeerFlightWriter.WriteClientKeyExchange(d, Point));

    private static readonly byte[] Cookie = [0xFE, 0xFF, 4, 1, 2, 3, 4];

    private static readonly byte[] Fragment = Written(d =>
    {
        HandshakeHeader.Write(d, HandshakeType.ServerKeyExchange, 300, 2, 100, 50);
        return HandshakeHeader.Length + 50;
    });

    private static readonly byte[] Record = Written(d =>
    {
        DtlsRecordHeader.Write(d, DtlsContentType.Handshake, 1, 0x0000_1234_5678_9ABC, Fragment.Length);
        Fragment.CopyTo(d[DtlsRecordHeader.Length..]);
        return DtlsRecordHeader.Length + Fragment.Length;
    });

    private static readonly byte[] DerCertificate = SelfMade();

    private static readonly Dictionary<string, (byte[] Input, Describe Parse, string Expected)> Readers = new()
    {
        ["record"] = (Record, DescribeRecord, "Handshake FEFD 1 12345678 9ABC 62"),
        ["fragment"] = (Fragment, DescribeFragment, "ServerKeyExchange 300 2 100 50"),
        ["client hello"] = (Hello, DescribeClientHello, "FEFD 6465 [] [010203] 1 [00] versions 0 groups 1 schemes 2 srtp 2 formats 1 ems True reneg True"),
        ["server hello"] = (ServerHello, DescribeServerHello, "FEFD 6465 C02B 0 True 7"),
        ["hello verify request"] = (Cookie, i => HelloVerifyRequestReader.TryRead(i, out var c) ? Convert.ToHexString(c) : null, "01020304"),
        ["certificate"] = (Certificate, i => CertificateMessageReader.TryRead(i, out var c) ? Convert.ToHexString(c) : null, "30820102"),
        ["server key exchange"] = (KeyExchange, DescribeKeyExchange, "23 04 EcdsaSecp256r1Sha256 050607 69"),
        ["certificate request"] = (Request, i => CertificateRequestReader.TryRead(i, out var s) ? $"{s.Count} {s[1]:X4}" : null, "2 0401"),
        ["client key exchange"] = (ClientKey, i => ClientKeyExchangeReader.TryRead(i, out var p) ? Convert.ToHexString(p) : null, Convert.ToHexString(Point)),
        ["certificate verify"] = (Verify, i => SignatureReader.TryRead(i, out var s, out var b) ? $"{s} {Convert.ToHexString(b)}" : null, "EcdsaSecp384r1Sha384 0809"),
        ["certificate key"] = (DerCertificate, DescribeKey, "EcdsaP256 00 5D"),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_the_exact_bytes_and_nothing_beyond_or_short_of_them(string name)
    {
        var (input, parse, expected) = Readers[name];
        Assert.Equal(expected, parse(input));
        // A client hello may end before its extensions; where it does it is another, still well-formed hello.
        ParserInputs.Multiply(input, parse, name.EndsWith("hello", StringComparison.Ordinal) ? WhenCut.MayBeRead : WhenCut.Refused);
    }

    [Fact]
    public void A_hello_cut_anywhere_but_before_its_extensions_is_refused()
    {
        const int clientFixed = 2 + 32 + 1 + 1 + 3 + 2 + 2 + 2; // version, random, session, cookie, suites, compression
        for (var length = 0; length < Hello.Length; length++)
            Assert.Equal(length == clientFixed, ClientHelloReader.TryRead(Hello.AsSpan(0, length), out _));
        const int serverFixed = 2 + 32 + 1 + 2 + 1;
        for (var length = 0; length < ServerHello.Length; length++)
            Assert.Equal(length == serverFixed, ServerHelloReader.TryRead(ServerHello.AsSpan(0, length), out _));
    }

    [Fact]
    public void Damaged_inputs_neither_throw_nor_allocate()
    {
        byte[][] corpus = [.. Readers.Values.Select(r => r.Input)];
        SeededMutation.NeitherThrowsNorAllocates(corpus, ReadAll);
    }

    [Fact]
    public void A_datagram_holds_several_records_and_ends_at_the_first_thing_that_is_none()
    {
        byte[] datagram = [.. Record, .. Record, 25, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Record];
        var reader = new DtlsRecordReader(datagram);
        Assert.True(reader.TryReadNext(out _));
        Assert.True(reader.TryReadNext(out var second));
        Assert.Equal(0x1234_5678_9ABCUL, second.SequenceNumber);
        Assert.False(reader.TryReadNext(out _));
    }

    [Theory]
    [InlineData(19, 0xFE, false)]
    [InlineData(20, 0xFE, true)]
    [InlineData(23, 0xFE, true)]
    [InlineData(24, 0xFE, false)] // heartbeat: never
    [InlineData(25, 0xFE, false)] // connection id
    [InlineData(0x2F, 0xFE, false)] // a DTLS 1.3 ciphertext
    [InlineData(22, 0x03, false)] // TLS
    public void Knows_records_by_type_and_version(byte type, byte major, bool isRecord)
    {
        var datagram = Record.ToArray();
        (datagram[0], datagram[1]) = (type, major);
        var reader = new DtlsRecordReader(datagram);
        Assert.Equal(isRecord, reader.TryReadNext(out _));
    }

    [Fact]
    public void A_fragment_may_not_reach_beyond_its_message()
    {
        foreach (var (length, offset, count, good) in new[] { (10, 0, 10, true), (10, 5, 5, true), (10, 5, 6, false), (0, 0, 0, true), (0, 1, 0, false), (10, 11, 0, false), (9, 0, 10, false) })
        {
            var bytes = new byte[HandshakeHeader.Length + count];
            HandshakeHeader.Write(bytes, HandshakeType.Certificate, length, 0, offset, count);
            var reader = new HandshakeFragmentReader(bytes);
            Assert.Equal(good, reader.TryReadNext(out _));
        }
    }

    [Fact]
    public void A_chain_of_a_hundred_certificates_gives_the_first_and_a_broken_one_gives_none()
    {
        byte[] entry = [0, 0, 2, 0x30, 0x00];
        byte[] list = [.. Enumerable.Repeat(entry, 100).SelectMany(e => e)];
        byte[] body = [0, (byte)(list.Length >> 8), (byte)list.Length, .. list];
        Assert.True(CertificateMessageReader.TryRead(body, out var leaf));
        Assert.Equal([0x30, 0x00], leaf.ToArray());

        body[^3]++; // the last certificate claims a byte too many
        Assert.False(CertificateMessageReader.TryRead(body, out _));
        Assert.True(CertificateMessageReader.TryRead([0, 0, 0], out leaf));
        Assert.True(leaf.IsEmpty);
    }

    [Fact]
    public void Der_lengths_are_definite_and_within_the_bytes()
    {
        foreach (var (bytes, content) in new (byte[], int)[]
        {
            ([0x30, 0x00], 0), ([0x30, 0x01, 0xAA], 1), ([0x30, 0x81, 0x01, 0xAA], 1), ([0x30, 0x82, 0x00, 0x01, 0xAA], 1),
            ([0x30], -1), ([0x30, 0x01], -1), ([0x30, 0x80, 0x00, 0x00], -1), ([0x30, 0x81], -1), ([0x30, 0x82, 0x01], -1),
            ([0x30, 0x83, 0x00, 0x00, 0x01, 0xAA], -1), ([0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], -1), ([0x3F, 0x81, 0x01, 0xAA], -1),
        })
        {
            var reader = new DerReader(bytes);
            var read = reader.TryReadAny(out var found);
            Assert.Equal(content >= 0, read);
            if (read)
                Assert.Equal(content, found.Length);
        }
    }

    private static int ReadAll(ReadOnlySpan<byte> input)
    {
        var sum = 0;
        var records = new DtlsRecordReader(input);
        while (records.TryReadNext(out var record))
        {
            var inner = new HandshakeFragmentReader(record.Fragment);
            while (inner.TryReadNext(out var piece))
                sum += piece.Offset;
        }

        var fragments = new HandshakeFragmentReader(input);
        while (fragments.TryReadNext(out var fragment))
            sum += fragment.Bytes.Length;
        sum += ClientHelloReader.TryRead(input, out var client) ? client.CipherSuites.Count + client.SrtpProfiles.Count : 0;
        sum += ServerHelloReader.TryRead(input, out var server) ? server.SrtpProfile : 0;
        sum += HelloVerifyRequestReader.TryRead(input, out var cookie) ? cookie.Length : 0;
        sum += CertificateMessageReader.TryRead(input, out var leaf) ? leaf.Length : 0;
        sum += ServerKeyExchangeReader.TryRead(input, out var exchange) ? exchange.Point.Length : 0;
        sum += CertificateRequestReader.TryRead(input, out var schemes) ? schemes.Count : 0;
        sum += ClientKeyExchangeReader.TryRead(input, out var point) && EcPoint.TrySplit(point, out var x, out _) ? x.Length : 0;
        sum += SignatureReader.TryRead(input, out _, out var signature) ? signature.Length : 0;
        return sum + (CertificateKeyReader.TryRead(input, out var key) ? key.X.Length + key.Modulus.Length : 0);
    }

    private static string? DescribeRecord(ReadOnlySpan<byte> input)
    {
        var reader = new DtlsRecordReader(input);
        if (!reader.TryReadNext(out var record))
            return null;
        return $"{record.ContentType} {record.Version:X4} {record.Epoch} {record.SequenceNumber >> 16:X} {record.SequenceNumber & 0xFFFF:X} {record.Fragment.Length}";
    }

    private static string? DescribeFragment(ReadOnlySpan<byte> input)
    {
        var reader = new HandshakeFragmentReader(input);
        return reader.TryReadNext(out var f) ? $"{f.Type} {f.MessageLength} {f.MessageSequence} {f.Offset} {f.Bytes.Length}" : null;
    }

    private static string? DescribeClientHello(ReadOnlySpan<byte> input) => !ClientHelloReader.TryRead(input, out var h) ? null
        : $"{h.Version:X4} {Convert.ToHexString(h.Random[..2])} [{Convert.ToHexString(h.SessionId)}] [{Convert.ToHexString(h.Cookie)}] {h.CipherSuites.Count}"
        + $" [{Convert.ToHexString(h.CompressionMethods)}] versions {h.SupportedVersions.Count} groups {h.SupportedGroups.Count} schemes {h.SignatureAlgorithms.Count}"
        + $" srtp {h.SrtpProfiles.Count} formats {h.PointFormats.Length} ems {h.HasExtendedMasterSecret} reneg {h.HasRenegotiationInfo}";

    private static string? DescribeServerHello(ReadOnlySpan<byte> input) => !ServerHelloReader.TryRead(input, out var h) ? null
        : $"{h.Version:X4} {Convert.ToHexString(h.Random[..2])} {h.CipherSuite:X4} {h.CompressionMethod} {h.HasExtendedMasterSecret} {h.SrtpProfile}";

    private static string? DescribeKeyExchange(ReadOnlySpan<byte> input) => !ServerKeyExchangeReader.TryRead(input, out var e) ? null
        : $"{e.Group} {Convert.ToHexString(e.Point[..Math.Min(1, e.Point.Length)])} {e.Scheme} {Convert.ToHexString(e.Signature)} {e.Parameters.Length}";

    private static string? DescribeKey(ReadOnlySpan<byte> input) => !CertificateKeyReader.TryRead(input, out var k) ? null
        : $"{k.Kind} {k.X[0]:X2} {k.Y[^1]:X2}";

    // A certificate of which only what is read has meaning: [0] version, five elements, key, signature.
    private static byte[] SelfMade()
    {
        byte[] algorithm = Der(0x30, [.. Der(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]), .. Der(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07])]);
        byte[] point = [4, .. Enumerable.Range(0, 64).Select(i => (byte)(i == 63 ? 0x5D : i))];
        byte[] key = Der(0x30, [.. algorithm, .. Der(0x03, [0, .. point])]);
        byte[] signedPart = Der(0x30, [.. Der(0xA0, [2, 1, 2]), .. Der(2, [1]), .. Der(0x30, []), .. Der(0x30, []), .. Der(0x30, []), .. Der(0x30, []), .. key, .. Der(0xA3, [1])]);
        return Der(0x30, [.. signedPart, .. Der(0x30, []), .. Der(3, [0, 1])]);
    }

    private static byte[] Der(byte tag, byte[] content) => content.Length < 128
        ? [tag, (byte)content.Length, .. content]
        : [tag, 0x81, (byte)content.Length, .. content];

    private delegate int WriteTo(Span<byte> destination);

    private static byte[] Written(WriteTo write)
    {
        var buffer = new byte[1024];
        return buffer[..write(buffer)];
    }
}
