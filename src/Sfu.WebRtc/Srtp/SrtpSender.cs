using System.Runtime.InteropServices;

namespace Sfu.WebRtc.Srtp;

/// <summary>
/// Protects what one peer is sent (RFC 3711, RFC 7714), in place and without an allocation per packet.
/// RTP needs no state here, because whoever rewrites sequence numbers knows the rollover counter; the SRTCP index is kept
/// per SSRC. Owned by the loop that owns the peer; not thread-safe.
/// </summary>
public sealed class SrtpSender : IDisposable
{
    private readonly AesGcmCipher? _gcm;
    private readonly AesCmHmacCipher? _cm;
    private readonly Dictionary<uint, uint> _nextRtcpIndex = [];

    /// <param name="profile">What DTLS agreed on; not <see cref="SrtpProtectionProfile.None"/>.</param>
    /// <param name="masterKey">16 bytes of the write direction.</param>
    /// <param name="masterSalt">14 or 12 bytes, as <see cref="SrtpProtectionProfiles"/> says.</param>
    public SrtpSender(SrtpProtectionProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        switch (profile)
        {
            case SrtpProtectionProfile.AeadAes128Gcm:
                _gcm = AesGcmCipher.Derive(masterKey, masterSalt);
                break;
            case SrtpProtectionProfile.Aes128CmHmacSha1_80:
                _cm = new AesCmHmacCipher(masterKey, masterSalt);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(profile), profile, "No such SRTP profile.");
        }

        MaxOverhead = profile.RtpTagLength + SrtpFormat.RtcpIndexLength;
    }

    /// <summary>The most bytes a packet grows by: the tag, and for RTCP the index. A buffer must have this much room.</summary>
    public int MaxOverhead { get; }

    /// <summary>Protects an RTP packet in place.</summary>
    /// <param name="buffer">The packet, and room for the tag after it.</param>
    /// <param name="headerLength">Header with CSRCs and extension: what stays readable.</param>
    /// <param name="length">Length of the packet within the buffer.</param>
    /// <param name="rolloverCounter">
    /// The upper 32 bits of the packet's 48-bit index. The same index must never be used for two different packets of an SSRC.
    /// </param>
    /// <returns>The protected packet's length.</returns>
    public int ProtectRtp(Span<byte> buffer, int headerLength, int length, uint rolloverCounter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headerLength, SrtpFormat.MinRtpHeaderLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headerLength, length);
        var index = ((ulong)rolloverCounter << 16) | SrtpFormat.RtpSequenceNumber(buffer);
        return _gcm is { } gcm
            ? gcm.ProtectRtp(buffer, headerLength, length, index)
            : _cm!.ProtectRtp(buffer, headerLength, length, index);
    }

    /// <summary>
    /// Protects an RTP packet that goes out with the others of a batch: a tag that is dear alone (HMAC-SHA1) may be computed beside theirs, at
    /// the latest when the batch is read.
    /// </summary>
    /// <param name="output">Will send the packet.</param>
    /// <param name="packet">Its last reservation, which must be committed.</param>
    /// <param name="headerLength">Header with CSRCs and extension: what stays readable.</param>
    /// <param name="length">Length of the packet within the reservation.</param>
    /// <param name="rolloverCounter">As above.</param>
    /// <returns>The protected packet's length.</returns>
    public int ProtectRtp(DatagramBatch output, Span<byte> packet, int headerLength, int length, uint rolloverCounter)
    {
        if (_cm is not { } cm)
            return ProtectRtp(packet, headerLength, length, rolloverCounter);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(headerLength, SrtpFormat.MinRtpHeaderLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headerLength, length);
        var index = ((ulong)rolloverCounter << 16) | SrtpFormat.RtpSequenceNumber(packet);
        return cm.ProtectRtp(output.TagsFor(packet), packet, headerLength, length, index);
    }

    /// <summary>Lists what protecting an RTP packet touches; of AES-CM with HMAC-SHA1, whose arithmetic takes far longer than fetching, nothing but this.</summary>
    public void List(ReadAhead readAhead)
    {
        ArgumentNullException.ThrowIfNull(readAhead);
        readAhead.Add(this);
        _gcm?.List(readAhead);
    }

    /// <summary>Protects an RTCP compound in place; its first SSRC selects the index that is used up by this.</summary>
    /// <returns>The protected packet's length.</returns>
    /// <exception cref="InvalidOperationException">2^31 packets were sent with this key: it may not protect another.</exception>
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, SrtpFormat.RtcpHeaderLength);
        ref var next = ref CollectionsMarshal.GetValueRefOrAddDefault(_nextRtcpIndex, SrtpFormat.RtcpSsrc(buffer), out _);
        if (next > SrtpFormat.MaxRtcpIndex)
            throw new InvalidOperationException("The SRTCP key is used up.");

        var index = next++;
        return _gcm is { } gcm ? gcm.ProtectRtcp(buffer, length, index) : _cm!.ProtectRtcp(buffer, length, index);
    }

    public void Dispose()
    {
        _gcm?.Dispose();
        _cm?.Dispose();
    }
}
