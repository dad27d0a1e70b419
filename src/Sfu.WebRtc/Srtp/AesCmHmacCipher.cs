using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Sfu.WebRtc.Crypto;

namespace Sfu.WebRtc.Srtp;

/// <summary>
/// AES128_CM_HMAC_SHA1_80 for one direction (RFC 3711 §4.1.1 and §4.2.1): counter-mode encryption and an 80-bit HMAC over
/// everything and the index. Keeps no packet state. Owned by one <see cref="SrtpSender"/> or <see cref="SrtpReceiver"/>.
/// </summary>
internal sealed class AesCmHmacCipher : IDisposable
{
    public const int TagLength = HmacSha1Batch.TagLength;
    private const int SaltLength = 14;

    private readonly Direction _rtp;
    private readonly Direction _rtcp;

    public AesCmHmacCipher(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(masterKey.Length, Aes128.KeyLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(masterSalt.Length, SaltLength);
        _rtp = new Direction(
            masterKey, masterSalt, SrtpKeyLabel.RtpEncryption, SrtpKeyLabel.RtpAuthentication, SrtpKeyLabel.RtpSalt);
        _rtcp = new Direction(
            masterKey, masterSalt, SrtpKeyLabel.RtcpEncryption, SrtpKeyLabel.RtcpAuthentication, SrtpKeyLabel.RtcpSalt);
    }

    /// <summary>Protects in place and returns the new length.</summary>
    public int ProtectRtp(Span<byte> buffer, int headerLength, int length, ulong index)
    {
        _rtp.XorKeystream(buffer[headerLength..length], SrtpFormat.RtpSsrc(buffer), index);
        ComputeRtpTag(buffer[..length], index, buffer.Slice(length, TagLength));
        return length + TagLength;
    }

    /// <summary>Encrypts in place and leaves the tag to a batch; returns the new length.</summary>
    /// <param name="tags">Runs before the packet is sent.</param>
    /// <param name="packet">Outside the GC heap, and there until then.</param>
    public unsafe int ProtectRtp(HmacSha1Batch tags, Span<byte> packet, int headerLength, int length, ulong index)
    {
        _rtp.XorKeystream(packet[headerLength..length], SrtpFormat.RtpSsrc(packet), index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length + TagLength, packet.Length);
        tags.Add(_rtp.Authentication, (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(packet)), length, (uint)(index >> 16));
        return length + TagLength;
    }

    /// <summary>The caller has checked that header and tag fit. False leaves the packet as it was.</summary>
    public bool TryUnprotectRtp(Span<byte> packet, int headerLength, ulong index, out int length)
    {
        length = packet.Length - TagLength;
        Span<byte> expected = stackalloc byte[TagLength];
        ComputeRtpTag(packet[..length], index, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, packet[length..]))
            return false;

        _rtp.XorKeystream(packet[headerLength..length], SrtpFormat.RtpSsrc(packet), index);
        return true;
    }

    /// <summary>Protects in place and returns the new length.</summary>
    public int ProtectRtcp(Span<byte> buffer, int length, uint index)
    {
        _rtcp.XorKeystream(buffer[SrtpFormat.RtcpHeaderLength..length], SrtpFormat.RtcpSsrc(buffer), index);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], index | SrtpFormat.RtcpEncryptedFlag);
        length += SrtpFormat.RtcpIndexLength;
        _rtcp.ComputeTag(buffer[..length], default, buffer.Slice(length, TagLength));
        return length + TagLength;
    }

    /// <summary>The flag and index word of a packet long enough to have one; not to be believed before the tag verifies.</summary>
    public static uint ReadRtcpIndexWord(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32BigEndian(packet[^(TagLength + SrtpFormat.RtcpIndexLength)..]);

    /// <summary>The caller has checked that header, index and tag fit. False leaves the packet as it was.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, uint index, out int length)
    {
        var authenticated = packet.Length - TagLength;
        length = authenticated - SrtpFormat.RtcpIndexLength;
        Span<byte> expected = stackalloc byte[TagLength];
        _rtcp.ComputeTag(packet[..authenticated], default, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, packet[authenticated..]))
            return false;

        _rtcp.XorKeystream(packet[SrtpFormat.RtcpHeaderLength..length], SrtpFormat.RtcpSsrc(packet), index);
        return true;
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private void ComputeRtpTag(ReadOnlySpan<byte> packet, ulong index, Span<byte> tag)
    {
        // RFC 3711 §4.2: the rollover counter is authenticated as if it followed the packet.
        Span<byte> rollover = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, (uint)(index >> 16));
        _rtp.ComputeTag(packet, rollover, tag);
    }

    /// <summary>The three session keys of RTP, or of RTCP.</summary>
    private sealed class Direction : IDisposable
    {
        private readonly Aes128 _aes;
        private readonly HmacSha1 _hmac;
        private Vector128<byte> _salt;

        public Direction(
            ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, SrtpKeyLabel encryption, SrtpKeyLabel authentication, SrtpKeyLabel salt)
        {
            Span<byte> derived = stackalloc byte[HmacSha1.HashLength];
            SrtpKeyDerivation.Derive(masterKey, masterSalt, encryption, derived[..Aes128.KeyLength]);
            _aes = new Aes128(derived[..Aes128.KeyLength]);
            SrtpKeyDerivation.Derive(masterKey, masterSalt, authentication, derived);
            _hmac = new HmacSha1(derived);
            derived.Clear(); // behind the salt's 14 bytes come zeros
            SrtpKeyDerivation.Derive(masterKey, masterSalt, salt, derived[..SaltLength]);
            _salt = Vector128.Create((ReadOnlySpan<byte>)derived[..Aes128.BlockLength]);
            CryptographicOperations.ZeroMemory(derived);
        }

        public void XorKeystream(Span<byte> data, uint ssrc, ulong index)
        {
            // RFC 3711 §4.1.1: IV = salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16, over 16 bytes.
            var block = Vector128.Create(BigEndian(ssrc), BigEndian(index << 16)).AsByte();
            _aes.XorKeystream(block ^ _salt, data);
        }

        public HmacSha1 Authentication => _hmac;

        public void ComputeTag(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> suffix, Span<byte> tag)
        {
            Span<byte> hash = stackalloc byte[HmacSha1.HashLength];
            _hmac.Compute(packet, suffix, hash);
            hash[..TagLength].CopyTo(tag);
        }

        private static ulong BigEndian(ulong value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

        public void Dispose()
        {
            _aes.Dispose();
            _hmac.Dispose();
            _salt = default;
        }
    }
}
