using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using static Sfu.Wire.Stun.StunFormat;

namespace Sfu.Wire.Stun;

/// <summary>
/// Writes one STUN message into the caller's buffer, attribute by attribute; the header's length is right after each step.
/// MESSAGE-INTEGRITY comes after all it protects and FINGERPRINT last. The buffer must have room: running out of it is a
/// programmer's mistake and throws.
/// </summary>
public ref struct StunMessageWriter
{
    private readonly Span<byte> _buffer;
    private bool _sealed;

    public StunMessageWriter(Span<byte> buffer, StunMessageType type, ReadOnlySpan<byte> transactionId)
    {
        _buffer = buffer;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[CookieOffset..], MagicCookie);
        transactionId[..TransactionIdLength].CopyTo(buffer[TransactionIdOffset..]);
        SetLength(HeaderLength);
    }

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public void AddUsername(scoped ReadOnlySpan<byte> username) => username.CopyTo(Add(StunAttributeType.Username, username.Length));

    public void AddPriority(uint priority) =>
        BinaryPrimitives.WriteUInt32BigEndian(Add(StunAttributeType.Priority, sizeof(uint)), priority);

    public void AddUseCandidate() => Add(StunAttributeType.UseCandidate, 0);

    public void AddNomination(uint nomination) =>
        BinaryPrimitives.WriteUInt32BigEndian(Add(StunAttributeType.Nomination, sizeof(uint)), nomination);

    public void AddIceControlling(ulong tieBreaker) =>
        BinaryPrimitives.WriteUInt64BigEndian(Add(StunAttributeType.IceControlling, sizeof(ulong)), tieBreaker);

    public void AddIceControlled(ulong tieBreaker) =>
        BinaryPrimitives.WriteUInt64BigEndian(Add(StunAttributeType.IceControlled, sizeof(ulong)), tieBreaker);

    /// <summary>Any attribute, as bytes.</summary>
    public void AddOpaque(ushort type, scoped ReadOnlySpan<byte> value) => value.CopyTo(Add((StunAttributeType)type, value.Length));

    public void AddXorMappedAddress(in TransportAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = address.WriteAddress(bytes);
        var cookieAndId = _buffer.Slice(CookieOffset, bytes.Length);
        var value = Add(StunAttributeType.XorMappedAddress, AddressHeaderLength + length);
        value[0] = 0;
        value[1] = address.IsIPv4 ? FamilyIPv4 : FamilyIPv6;
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(address.Port ^ PortXor));
        for (var index = 0; index < length; index++)
            value[AddressHeaderLength + index] = (byte)(bytes[index] ^ cookieAndId[index]);
    }

    /// <summary>RFC 8489 §14.8, with an empty reason phrase: it is for humans, who never see it, and would only amplify.</summary>
    public void AddErrorCode(int code)
    {
        var value = Add(StunAttributeType.ErrorCode, sizeof(uint));
        BinaryPrimitives.WriteUInt16BigEndian(value, 0);
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
    }

    public void AddUnknownAttributes(scoped ReadOnlySpan<ushort> types)
    {
        var value = Add(StunAttributeType.UnknownAttributes, types.Length * sizeof(ushort));
        for (var index = 0; index < types.Length; index++)
            BinaryPrimitives.WriteUInt16BigEndian(value[(index * sizeof(ushort))..], types[index]);
    }

    /// <summary>HMAC-SHA1 under the short-term key over all before it (RFC 8489 §14.5).</summary>
    public void AddMessageIntegrity(scoped ReadOnlySpan<byte> key)
    {
        var covered = _buffer[..Length];
        var value = Add(StunAttributeType.MessageIntegrity, IntegrityLength); // first: the HMAC covers the new length
        HMACSHA1.HashData(key, covered, value);
        _sealed = true;
    }

    public void AddFingerprint()
    {
        _sealed = false;
        var covered = _buffer[..Length];
        var value = Add(StunAttributeType.Fingerprint, FingerprintLength); // first, for the same reason
        BinaryPrimitives.WriteUInt32BigEndian(value, Crc32.Compute(covered) ^ FingerprintXor);
        _sealed = true;
    }

    private Span<byte> Add(StunAttributeType type, int length)
    {
        Debug.Assert(!_sealed, "Nothing but FINGERPRINT counts after MESSAGE-INTEGRITY, and nothing follows FINGERPRINT.");
        var attribute = _buffer.Slice(Length, AttributeHeaderLength + Padded(length));
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)length);
        attribute[(AttributeHeaderLength + length)..].Clear();
        SetLength(Length + attribute.Length);
        return attribute.Slice(AttributeHeaderLength, length);
    }

    private void SetLength(int length)
    {
        Length = length;
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[LengthOffset..], (ushort)(length - HeaderLength));
    }
}
