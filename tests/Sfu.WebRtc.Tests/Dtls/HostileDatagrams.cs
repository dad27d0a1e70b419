using Sfu.WebRtc.Dtls;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>What somebody who can write the peer's address, but has none of its keys, may send.</summary>
internal static class HostileDatagrams
{
    private static readonly Random Random = new(7);

    /// <summary>None of these deserves an answer, from either role, at any time.</summary>
    public static IReadOnlyList<byte[]> Unanswered { get; } = [.. Rumours(), .. RefusedHellos(), .. Garbage()];

    /// <summary>Hellos a server answers while it has no connection, as it cannot know better.</summary>
    public static IReadOnlyList<byte[]> GoodHellos { get; } =
        [.. Enumerable.Range(0, 2).Select(_ => Datagrams.Message(HandshakeType.ClientHello, 0, new HelloBuilder().Build()))];

    /// <summary>Handshake messages and pieces of them that might be taken for the peer's next ones.</summary>
    public static IReadOnlyList<byte[]> ForgedMessages { get; } = [.. Forged()];

    private static IEnumerable<byte[]> Rumours()
    {
        foreach (byte level in new byte[] { 1, 2 })
        {
            foreach (byte description in new byte[] { 0, 10, 20, 40, 42, 47, 48, 70, 71, 80, 90, 100 })
            {
                yield return Datagrams.Alert(level, description);
                yield return Datagrams.Record(DtlsContentType.Alert, [level, description], epoch: 1);
                yield return Datagrams.Record(DtlsContentType.Alert, Bytes(8 + 2 + 16), epoch: 1, sequenceNumber: (ulong)Random.Next(100));
            }
        }

        yield return Datagrams.Record(DtlsContentType.ChangeCipherSpec, [1]);
        yield return Datagrams.Record(DtlsContentType.ApplicationData, Bytes(50));
        yield return Datagrams.Record(DtlsContentType.ApplicationData, Bytes(50), epoch: 1);
        yield return Datagrams.Record(DtlsContentType.Handshake, Bytes(48), epoch: 1, sequenceNumber: DtlsRecordHeader.LastSequenceNumber);
        yield return Datagrams.Record(DtlsContentType.Handshake, Bytes(48), epoch: 2);
        yield return Datagrams.Record(DtlsContentType.Handshake, []);
        yield return Datagrams.Record(DtlsContentType.Alert, [2, 40], epoch: 0, sequenceNumber: DtlsRecordHeader.LastSequenceNumber);
        yield return Datagrams.Message(HandshakeType.HelloRequest, 0, []);
        yield return Datagrams.Message(HandshakeType.Finished, 4, Bytes(12));
        yield return Datagrams.Message(HandshakeType.ClientHello, 1, new HelloBuilder().Build());
    }

    private static IEnumerable<byte[]> RefusedHellos()
    {
        HelloBuilder[] hellos =
        [
            new() { CipherSuites = [0] }, // the null cipher of the ClientHello race
            new() { CipherSuites = [] },
            new() { Version = TlsParameters.Dtls10 },
            new() { Groups = [29] },
            new() { WithoutExtensions = true },
        ];
        foreach (var hello in hellos)
            yield return Datagrams.Message(HandshakeType.ClientHello, 0, hello.Build());

        var body = new HelloBuilder().Build();
        for (var length = 0; length < body.Length; length += 7)
            yield return Datagrams.Message(HandshakeType.ClientHello, 0, body.AsSpan(0, length));
        yield return Datagrams.Record(DtlsContentType.Handshake, Datagrams.Fragment(HandshakeType.ClientHello, 0xFFFFFF, 0, 0, body));
        yield return Datagrams.Record(DtlsContentType.Handshake, Datagrams.Fragment(HandshakeType.ClientHello, body.Length, 0, 5, body.AsSpan(5)));
    }

    private static IEnumerable<byte[]> Garbage()
    {
        for (var first = 0; first < 256; first++)
        {
            foreach (var length in new[] { 1, 12, 13, 14, 25, 26, 100, 1500 })
            {
                var datagram = Bytes(length);
                datagram[0] = (byte)first;
                yield return datagram;
            }
        }

        yield return [];
    }

    private static IEnumerable<byte[]> Forged()
    {
        HandshakeType[] types =
        [
            HandshakeType.ServerHello, HandshakeType.Certificate, HandshakeType.ServerKeyExchange, HandshakeType.CertificateRequest,
            HandshakeType.ServerHelloDone, HandshakeType.CertificateVerify, HandshakeType.ClientKeyExchange,
        ];
        for (ushort sequence = 0; sequence < 6; sequence++)
        {
            foreach (var type in types)
            {
                yield return Datagrams.Message(type, sequence, []);
                yield return Datagrams.Message(type, sequence, Bytes(70));
                yield return Datagrams.Record(DtlsContentType.Handshake, Datagrams.Fragment(type, 16_384, sequence, 1000, Bytes(200)));
            }
        }

        yield return Datagrams.Message(HandshakeType.HelloVerifyRequest, 0, [0xFE, 0xFD, 20, .. Bytes(20)]);
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Random.NextBytes(bytes);
        return bytes;
    }
}
