using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>Datagrams as a test wants them, right or wrong.</summary>
internal static class Datagrams
{
    public static byte[] Record(DtlsContentType type, ReadOnlySpan<byte> fragment, ushort epoch = 0, ulong sequenceNumber = 1000)
    {
        var record = new byte[DtlsRecordHeader.Length + fragment.Length];
        DtlsRecordHeader.Write(record, type, epoch, sequenceNumber, fragment.Length);
        fragment.CopyTo(record.AsSpan(DtlsRecordHeader.Length));
        return record;
    }

    /// <summary>A fragment as its header describes it, whether that makes sense or not.</summary>
    public static byte[] Fragment(HandshakeType type, int messageLength, ushort sequence, int offset, ReadOnlySpan<byte> bytes)
    {
        var fragment = new byte[HandshakeHeader.Length + bytes.Length];
        HandshakeHeader.Write(fragment, type, messageLength, sequence, offset, bytes.Length);
        bytes.CopyTo(fragment.AsSpan(HandshakeHeader.Length));
        return fragment;
    }

    public static byte[] Message(HandshakeType type, ushort sequence, ReadOnlySpan<byte> body) =>
        Record(DtlsContentType.Handshake, Fragment(type, body.Length, sequence, 0, body));

    public static byte[] Alert(byte level, byte description) => Record(DtlsContentType.Alert, [level, description]);

    /// <summary>A message cut at the given offsets, each piece in a datagram of its own.</summary>
    public static byte[][] Cut(HandshakeType type, ushort sequence, byte[] body, params int[] cuts)
    {
        int[] edges = [0, .. cuts, body.Length];
        return [.. edges.Zip(edges.Skip(1), (from, to) =>
            Record(DtlsContentType.Handshake, Fragment(type, body.Length, sequence, from, body.AsSpan(from..to))))];
    }

    /// <summary>Even cuts into so many pieces.</summary>
    public static byte[][] CutInto(int pieces, HandshakeType type, ushort sequence, byte[] body) =>
        Cut(type, sequence, body, [.. Enumerable.Range(1, pieces - 1).Select(i => body.Length * i / pieces)]);

    /// <summary>The whole messages in datagrams that were sent in order.</summary>
    public static List<(HandshakeType Type, ushort Sequence, byte[] Body)> PlaintextMessages(IEnumerable<byte[]> datagrams)
    {
        var messages = new List<(HandshakeType, ushort, byte[])>();
        var partial = new List<byte>();
        foreach (var datagram in datagrams)
        {
            var records = new DtlsRecordReader(datagram);
            while (records.TryReadNext(out var record))
            {
                var fragments = new HandshakeFragmentReader(record.Fragment);
                while (record is { Epoch: 0, ContentType: DtlsContentType.Handshake } && fragments.TryReadNext(out var fragment))
                {
                    partial.AddRange(fragment.Bytes);
                    if (partial.Count < fragment.MessageLength)
                        continue;
                    messages.Add((fragment.Type, fragment.MessageSequence, [.. partial]));
                    partial.Clear();
                }
            }
        }

        return messages;
    }

    public static bool IsClientHello(byte[] datagram) => datagram is [22, _, _, 0, 0, _, _, _, _, _, _, _, _, 1, ..];
}
