using System.Buffers.Binary;
using System.Security.Cryptography;
using static Sfu.Wire.Stun.StunFormat;

namespace Sfu.Wire.Stun;

/// <summary>
/// One STUN message, viewed in the datagram it came in. Reading checks the whole structure once; nothing is copied,
/// changed or allocated. A message that was read is well-formed, not authentic: see <see cref="VerifyIntegrity"/>.
/// Attributes after MESSAGE-INTEGRITY are not covered by it, so all of them but FINGERPRINT are passed over
/// (RFC 8489 §14.5); of repeated attributes the first counts (§14); nothing may follow FINGERPRINT (§14.7).
/// </summary>
public readonly ref struct StunMessageReader
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly StunLayout _layout;

    private StunMessageReader(ReadOnlySpan<byte> message, scoped in StunLayout layout)
    {
        _message = message;
        _layout = layout;
    }

    public StunMessageType Type => (StunMessageType)BinaryPrimitives.ReadUInt16BigEndian(_message);

    public ReadOnlySpan<byte> TransactionId => _message.Slice(TransactionIdOffset, TransactionIdLength);

    public bool HasUsername => _layout.Username != 0;

    /// <summary>Empty when there is none.</summary>
    public ReadOnlySpan<byte> Username => _message.Slice(_layout.Username, _layout.UsernameLength);

    public bool HasMessageIntegrity => _layout.Integrity != 0;

    public bool HasFingerprint => _layout.Fingerprint != 0;

    public bool HasUseCandidate => _layout.UseCandidate != 0;

    public bool HasIceControlled => _layout.Controlled != 0;

    public bool HasIceControlling => _layout.Controlling != 0;

    /// <summary>True when an attribute must be understood and is not; such a request is answered with 420.</summary>
    public bool HasUnknownAttributes => _layout.UnknownCount != 0;

    /// <summary>Reads a datagram that holds exactly one STUN message. False: malformed, drop it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out StunMessageReader message)
    {
        message = default;
        if (datagram.Length is < HeaderLength or > MaxMessageLength || (datagram[0] & 0xC0) != 0)
            return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(datagram[CookieOffset..]) != MagicCookie)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[LengthOffset..]);
        if (HeaderLength + length != datagram.Length || length % 4 != 0)
            return false;

        var layout = default(StunLayout);
        for (var offset = HeaderLength; offset < datagram.Length;)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(datagram[offset..]);
            var valueLength = BinaryPrimitives.ReadUInt16BigEndian(datagram[(offset + 2)..]);
            var value = offset + AttributeHeaderLength;
            if (Padded(valueLength) > datagram.Length - value || !layout.TryNote(type, value, valueLength))
                return false;
            offset = value + Padded(valueLength);
        }

        message = new StunMessageReader(datagram, layout);
        return true;
    }

    /// <summary>
    /// True when there is a FINGERPRINT and it is right. It is the last attribute, so the header's length field already
    /// says what the sender's CRC covered.
    /// </summary>
    public bool VerifyFingerprint()
    {
        if (_layout.Fingerprint == 0)
            return false;
        Span<byte> expected = stackalloc byte[FingerprintLength];
        var covered = _message[..(_layout.Fingerprint - AttributeHeaderLength)];
        BinaryPrimitives.WriteUInt32BigEndian(expected, Crc32.Compute(covered) ^ FingerprintXor);
        return CryptographicOperations.FixedTimeEquals(expected, _message.Slice(_layout.Fingerprint, FingerprintLength));
    }

    /// <summary>
    /// True when there is a MESSAGE-INTEGRITY and it is the HMAC-SHA1 under <paramref name="key"/>; compared in constant time.
    /// The HMAC covers everything before it under a length field that ends at it (RFC 8489 §14.5). That one changed field
    /// is why the covered bytes, about 70, are copied to the stack: the datagram itself stays as it came.
    /// </summary>
    public bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        if (_layout.Integrity == 0)
            return false;
        Span<byte> scratch = stackalloc byte[MaxMessageLength];
        Span<byte> expected = stackalloc byte[IntegrityLength];
        var covered = scratch[..(_layout.Integrity - AttributeHeaderLength)];
        _message[..covered.Length].CopyTo(covered);
        BinaryPrimitives.WriteUInt16BigEndian(covered[LengthOffset..], (ushort)(_layout.Integrity + IntegrityLength - HeaderLength));
        HMACSHA1.HashData(key, covered, expected);
        return CryptographicOperations.FixedTimeEquals(expected, _message.Slice(_layout.Integrity, IntegrityLength));
    }

    public bool TryGetPriority(out uint priority) => TryGetUInt32(_layout.Priority, out priority);

    public bool TryGetNomination(out uint nomination) => TryGetUInt32(_layout.Nomination, out nomination);

    /// <summary>The address the answering side saw; false when absent or of another family or length.</summary>
    public bool TryGetXorMappedAddress(out TransportAddress address)
    {
        address = default;
        if (_layout.MappedAddress == 0)
            return false;
        var value = _message.Slice(_layout.MappedAddress, _layout.MappedAddressLength);
        Span<byte> bytes = stackalloc byte[16];
        var length = value.Length - AddressHeaderLength;
        if ((length, value.Length > 1 ? value[1] : 0) is not ((4, FamilyIPv4) or (16, FamilyIPv6)))
            return false;

        // The address is xored with the cookie and, for IPv6, the transaction id behind it (RFC 8489 §14.2).
        for (var index = 0; index < length; index++)
            bytes[index] = (byte)(value[AddressHeaderLength + index] ^ _message[CookieOffset + index]);
        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ PortXor);
        address = TransportAddress.From(bytes[..length], port);
        return true;
    }

    /// <summary>RFC 8489 §14.8: class (3 to 6) times 100 plus number (0 to 99).</summary>
    public bool TryGetErrorCode(out int code)
    {
        code = 0;
        if (_layout.ErrorCode == 0)
            return false;
        var errorClass = _message[_layout.ErrorCode + 2] & 0x07;
        var number = _message[_layout.ErrorCode + 3];
        if (errorClass is < 3 or > 6 || number > 99)
            return false;
        code = (errorClass * 100) + number;
        return true;
    }

    /// <summary>Writes the types that must be understood and are not, as far as there is room, and returns how many were written.</summary>
    public int CopyUnknownAttributes(Span<ushort> destination)
    {
        var count = Math.Min(Math.Min(_layout.UnknownCount, StunLayout.MaxUnknown), destination.Length);
        for (var index = 0; index < count; index++)
            destination[index] = _layout.Unknown[index];
        return count;
    }

    private bool TryGetUInt32(int offset, out uint value)
    {
        value = offset == 0 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(_message[offset..]);
        return offset != 0;
    }
}
