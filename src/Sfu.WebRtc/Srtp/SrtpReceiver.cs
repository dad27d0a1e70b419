namespace Sfu.WebRtc.Srtp;

/// <summary>
/// Verifies and decrypts what one peer sends (RFC 3711, RFC 7714), in place and without an allocation per packet.
/// A packet that is forged, damaged, replayed or too old changes neither its buffer nor any state here. State is per
/// SSRC, made only for packets that verified. Owned by the loop that owns the peer; not thread-safe.
/// </summary>
public sealed class SrtpReceiver : IDisposable
{
    /// <summary>Sequence numbers below this may be a stream whose first packets, before the wrap, were lost.</summary>
    private const ushort WrappedBelow = 1 << 15;

    private readonly AesGcmCipher? _gcm;
    private readonly AesCmHmacCipher? _cm;
    private readonly SrtpStreamTable _rtp = new();
    private readonly SrtpStreamTable _rtcp = new();
    private readonly int _rtpOverhead;

    /// <param name="profile">What DTLS agreed on; not <see cref="SrtpProtectionProfile.None"/>.</param>
    /// <param name="masterKey">16 bytes of the peer's write direction.</param>
    /// <param name="masterSalt">14 or 12 bytes, as <see cref="SrtpProtectionProfiles"/> says.</param>
    public SrtpReceiver(SrtpProtectionProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
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

        _rtpOverhead = profile.RtpTagLength;
    }

    /// <summary>How many SSRCs have sent a genuine RTP packet; bounded by <see cref="SrtpStreamTable.Capacity"/>.</summary>
    internal int RtpStreamCount => _rtp.Count;

    /// <summary>How many SSRCs have sent a genuine RTCP packet; bounded likewise.</summary>
    internal int RtcpStreamCount => _rtcp.Count;

    /// <summary>Decrypts an RTP packet in place if it is genuine and new.</summary>
    /// <param name="packet">The whole protected packet.</param>
    /// <param name="headerLength">Header with CSRCs and extension, as read from the packet.</param>
    /// <param name="length">Length of the packet without its tag.</param>
    public bool TryUnprotectRtp(Span<byte> packet, int headerLength, out int length)
    {
        length = 0;
        if (headerLength < SrtpFormat.MinRtpHeaderLength || packet.Length - _rtpOverhead < headerLength)
            return false;

        var ssrc = SrtpFormat.RtpSsrc(packet);
        var sequenceNumber = SrtpFormat.RtpSequenceNumber(packet);
        if (_rtp.Find(ssrc) is not { } stream)
            return TryUnprotectFirst(packet, headerLength, ssrc, sequenceNumber, out length);

        var index = RolloverCounter.Guess(stream.Seen.Highest, sequenceNumber);
        if (!stream.Seen.IsNew(index) || !TryOpenRtp(packet, headerLength, index, out length))
            return false;

        stream.Seen.Add(index);
        return true;
    }

    /// <summary>Decrypts an RTCP compound in place if it is genuine and new. Unencrypted RTCP (E = 0) is refused.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        if (packet.Length < SrtpFormat.RtcpHeaderLength + SrtpFormat.RtcpIndexLength + _rtpOverhead)
            return false;

        var word = _gcm is null ? AesCmHmacCipher.ReadRtcpIndexWord(packet) : AesGcmCipher.ReadRtcpIndexWord(packet);
        if ((word & SrtpFormat.RtcpEncryptedFlag) == 0)
            return false;

        var ssrc = SrtpFormat.RtcpSsrc(packet);
        var index = word & SrtpFormat.MaxRtcpIndex;
        var stream = _rtcp.Find(ssrc);
        if (stream is null ? _rtcp.IsFull : !stream.Seen.IsNew(index))
            return false;

        var opened = _gcm is { } gcm
            ? gcm.TryUnprotectRtcp(packet, index, out length)
            : _cm!.TryUnprotectRtcp(packet, index, out length);
        if (opened)
            (stream ?? _rtcp.Add(ssrc)).Seen.Add(index);
        else
            length = 0;
        return opened;
    }

    public void Dispose()
    {
        _gcm?.Dispose();
        _cm?.Dispose();
    }

    /// <summary>An SSRC not heard before: the rollover counter is 0, or 1 if everything before the first wrap was lost.</summary>
    private bool TryUnprotectFirst(Span<byte> packet, int headerLength, uint ssrc, ushort sequenceNumber, out int length)
    {
        length = 0;
        if (_rtp.IsFull)
            return false;

        ulong index = sequenceNumber;
        if (!TryOpenRtp(packet, headerLength, index, out length))
        {
            index |= 1UL << 16;
            if (sequenceNumber >= WrappedBelow || !TryOpenRtp(packet, headerLength, index, out length))
                return false;
        }

        _rtp.Add(ssrc).Seen.Add(index);
        return true;
    }

    private bool TryOpenRtp(Span<byte> packet, int headerLength, ulong index, out int length)
    {
        var opened = _gcm is { } gcm
            ? gcm.TryUnprotectRtp(packet, headerLength, index, out length)
            : _cm!.TryUnprotectRtp(packet, headerLength, index, out length);
        if (!opened)
            length = 0;
        return opened;
    }
}
