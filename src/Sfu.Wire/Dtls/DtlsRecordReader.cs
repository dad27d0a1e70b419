using System.Buffers.Binary;

namespace Sfu.Wire.Dtls;

/// <summary>One record of a datagram; its bytes live as long as the datagram.</summary>
public readonly ref struct DtlsRecord(DtlsContentType contentType, ushort version, ushort epoch, ulong sequenceNumber, ReadOnlySpan<byte> fragment)
{
    public DtlsContentType ContentType { get; } = contentType;

    public ushort Version { get; } = version;

    /// <summary>0 before ChangeCipherSpec, 1 after it; there is no renegotiation, so nothing higher is ever valid.</summary>
    public ushort Epoch { get; } = epoch;

    /// <summary>48 bits, counted per epoch.</summary>
    public ulong SequenceNumber { get; } = sequenceNumber;

    public ReadOnlySpan<byte> Fragment { get; } = fragment;
}

/// <summary>
/// Walks the records of a datagram (RFC 6347 §4.1):
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------+-------------------------------+---------------+
/// | content type  |            version            |     epoch     |
/// +---------------+-------------------------------+---------------+
/// |     epoch     |                                               |
/// +---------------+     sequence number (48)      +---------------+
/// |                                               |     length    |
/// +---------------+-------------------------------+---------------+
/// |     length    |  fragment ...
/// </code>
/// It stops at the first thing that is no DTLS 1.0-1.2 record: what follows cannot be told apart from noise.
/// </summary>
public ref struct DtlsRecordReader(ReadOnlySpan<byte> datagram)
{
    public const int HeaderLength = 13;

    private const int VersionOffset = 1;
    private const int EpochOffset = 3;
    private const int LengthOffset = 11;
    private const ulong SequenceMask = (1UL << 48) - 1;

    private ReadOnlySpan<byte> _rest = datagram;

    public bool TryReadNext(out DtlsRecord record)
    {
        record = default;
        if (_rest.Length < HeaderLength)
            return false;

        var type = _rest[0];
        var version = BinaryPrimitives.ReadUInt16BigEndian(_rest[VersionOffset..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[LengthOffset..]);
        if (type is < (byte)DtlsContentType.ChangeCipherSpec or > (byte)DtlsContentType.ApplicationData)
            return false;
        if (version >> 8 != TlsParameters.DtlsMajor || length > _rest.Length - HeaderLength)
            return false;

        // Epoch and sequence number are 64 bits together; the low 48 are the sequence number.
        var epochAndSequence = BinaryPrimitives.ReadUInt64BigEndian(_rest[EpochOffset..]);
        record = new DtlsRecord((DtlsContentType)type, version, (ushort)(epochAndSequence >> 48), epochAndSequence & SequenceMask, _rest.Slice(HeaderLength, length));
        _rest = _rest[(HeaderLength + length)..];
        return true;
    }
}
