using System.Buffers.Binary;
using System.Security.Cryptography;
using Sfu.WebRtc.Crypto;

namespace Sfu.WebRtc.Srtp;

/// <summary>
/// AEAD_AES_128_GCM for one direction (RFC 7714): one pass encrypts and authenticates.
/// Keeps no packet state. Owned by one <see cref="SrtpSender"/> or <see cref="SrtpReceiver"/>.
/// </summary>
/// <remarks>
/// <code>
/// nonce, RTP (§8.1)    | 0 (2) | SSRC (4) | rollover counter (4) | sequence number (2) |  XOR salt
/// nonce, RTCP (§9.1)   | 0 (2) | SSRC (4) | 0 (2) | SRTCP index (4)                    |  XOR salt
/// </code>
/// </remarks>
internal sealed class AesGcmCipher : IDisposable
{
    public const int TagLength = AesGcm128.TagLength;
    private const int SaltLength = 12;
    private const int NonceSsrcOffset = 2;
    private const int NonceIndexOffset = 4;

    private readonly AesGcm128 _rtp;
    private readonly AesGcm128 _rtcp;
    private Salt _rtpSalt;
    private Salt _rtcpSalt;

    /// <summary>Takes session keys as they are; RFC 7714's examples start from these.</summary>
    internal AesGcmCipher(
        ReadOnlySpan<byte> rtpKey, ReadOnlySpan<byte> rtpSalt, ReadOnlySpan<byte> rtcpKey, ReadOnlySpan<byte> rtcpSalt)
    {
        _rtp = new AesGcm128(rtpKey);
        _rtpSalt = new Salt(rtpSalt);
        _rtcp = new AesGcm128(rtcpKey);
        _rtcpSalt = new Salt(rtcpSalt);
    }

    public static AesGcmCipher Derive(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(masterKey.Length, AesGcm128.KeyLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(masterSalt.Length, SaltLength);
        Span<byte> keys = stackalloc byte[2 * AesGcm128.KeyLength];
        Span<byte> salts = stackalloc byte[2 * SaltLength];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtpEncryption, keys[..AesGcm128.KeyLength]);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtcpEncryption, keys[AesGcm128.KeyLength..]);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtpSalt, salts[..SaltLength]);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtcpSalt, salts[SaltLength..]);
        var cipher = new AesGcmCipher(
            keys[..AesGcm128.KeyLength], salts[..SaltLength], keys[AesGcm128.KeyLength..], salts[SaltLength..]);
        CryptographicOperations.ZeroMemory(keys);
        CryptographicOperations.ZeroMemory(salts);
        return cipher;
    }

    /// <summary>Protects in place and returns the new length.</summary>
    public int ProtectRtp(Span<byte> buffer, int headerLength, int length, ulong index)
    {
        Span<byte> nonce = stackalloc byte[AesGcm128.NonceLength];
        _rtpSalt.WriteNonce(nonce, SrtpFormat.RtpSsrc(buffer), index);
        _rtp.Encrypt(nonce, buffer[..headerLength], buffer[headerLength..length], buffer.Slice(length, TagLength));
        return length + TagLength;
    }

    /// <summary>The caller has checked that header and tag fit. False leaves the packet as it was.</summary>
    public bool TryUnprotectRtp(Span<byte> packet, int headerLength, ulong index, out int length)
    {
        length = packet.Length - TagLength;
        Span<byte> nonce = stackalloc byte[AesGcm128.NonceLength];
        _rtpSalt.WriteNonce(nonce, SrtpFormat.RtpSsrc(packet), index);
        return _rtp.TryDecrypt(nonce, packet[..headerLength], packet[headerLength..length], packet[length..]);
    }

    /// <summary>Protects in place and returns the new length.</summary>
    public int ProtectRtcp(Span<byte> buffer, int length, uint index)
    {
        Span<byte> nonce = stackalloc byte[AesGcm128.NonceLength];
        Span<byte> associatedData = stackalloc byte[SrtpFormat.RtcpHeaderLength + SrtpFormat.RtcpIndexLength];
        _rtcpSalt.WriteNonce(nonce, SrtpFormat.RtcpSsrc(buffer), index);
        WriteRtcpAssociatedData(buffer, index, associatedData);
        _rtcp.Encrypt(
            nonce, associatedData, buffer[SrtpFormat.RtcpHeaderLength..length], buffer.Slice(length, TagLength));
        associatedData[SrtpFormat.RtcpHeaderLength..].CopyTo(buffer[(length + TagLength)..]);
        return length + TagLength + SrtpFormat.RtcpIndexLength;
    }

    /// <summary>The flag and index word of a packet long enough to have one; not to be believed before the tag verifies.</summary>
    public static uint ReadRtcpIndexWord(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32BigEndian(packet[^SrtpFormat.RtcpIndexLength..]);

    /// <summary>The caller has checked that header, tag and index fit. False leaves the packet as it was.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, uint index, out int length)
    {
        length = packet.Length - TagLength - SrtpFormat.RtcpIndexLength;
        Span<byte> nonce = stackalloc byte[AesGcm128.NonceLength];
        Span<byte> associatedData = stackalloc byte[SrtpFormat.RtcpHeaderLength + SrtpFormat.RtcpIndexLength];
        _rtcpSalt.WriteNonce(nonce, SrtpFormat.RtcpSsrc(packet), index);
        WriteRtcpAssociatedData(packet, index, associatedData);
        return _rtcp.TryDecrypt(
            nonce, associatedData, packet[SrtpFormat.RtcpHeaderLength..length], packet.Slice(length, TagLength));
    }

    /// <summary>Lists what <see cref="ProtectRtp"/> touches.</summary>
    public void List(ReadAhead readAhead)
    {
        readAhead.Add(this);
        _rtp.List(readAhead);
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        _rtpSalt = default;
        _rtcpSalt = default;
    }

    // RFC 7714 §9.2: the readable header, then the flag and index word.
    private static void WriteRtcpAssociatedData(ReadOnlySpan<byte> packet, uint index, Span<byte> associatedData)
    {
        packet[..SrtpFormat.RtcpHeaderLength].CopyTo(associatedData);
        BinaryPrimitives.WriteUInt32BigEndian(
            associatedData[SrtpFormat.RtcpHeaderLength..], index | SrtpFormat.RtcpEncryptedFlag);
    }

    /// <summary>A 96-bit session salt, in the two overlapping words the nonce is made of.</summary>
    private readonly struct Salt
    {
        private readonly ulong _first;
        private readonly ulong _last;

        public Salt(ReadOnlySpan<byte> salt)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltLength);
            _first = BinaryPrimitives.ReadUInt64BigEndian(salt);
            _last = BinaryPrimitives.ReadUInt64BigEndian(salt[NonceIndexOffset..]);
        }

        /// <param name="index">48 bits: rollover counter and sequence number, or the SRTCP index.</param>
        public void WriteNonce(Span<byte> nonce, uint ssrc, ulong index)
        {
            // The SSRC's two low bytes and the index share the last eight bytes; the first eight are written first.
            BinaryPrimitives.WriteUInt64BigEndian(nonce, _first ^ ((ulong)ssrc << 16));
            BinaryPrimitives.WriteUInt64BigEndian(nonce[NonceIndexOffset..], _last ^ ((ulong)(ushort)ssrc << 48) ^ index);
        }
    }
}
