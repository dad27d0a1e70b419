using System.Diagnostics.CodeAnalysis;

namespace Sfu.WebRtc.Srtp;

/// <summary>
/// What protects media once DTLS has agreed on it; the values are the <c>use_srtp</c> code points
/// (RFC 5764 §4.1.2, RFC 7714 §14.2).
/// </summary>
[SuppressMessage("Naming", "CA1707", Justification = "_80 is part of the profile's name in RFC 5764.")]
public enum SrtpProtectionProfile : ushort
{
    /// <summary>Nothing agreed.</summary>
    None = 0x0000,
    Aes128CmHmacSha1_80 = 0x0001,
    AeadAes128Gcm = 0x0007,
}

/// <summary>Lengths in bytes that follow from a profile. All are 0 for <see cref="SrtpProtectionProfile.None"/>.</summary>
public static class SrtpProtectionProfiles
{
    extension(SrtpProtectionProfile profile)
    {
        /// <summary>Master key (and session key) length: both profiles use AES-128.</summary>
        public int KeyLength => profile is SrtpProtectionProfile.None ? 0 : 16;

        /// <summary>Master salt length: 112 bits for AES-CM (RFC 5764 §4.1.2), 96 bits for GCM (RFC 7714 §14.2).</summary>
        public int SaltLength => profile switch
        {
            SrtpProtectionProfile.Aes128CmHmacSha1_80 => 14,
            SrtpProtectionProfile.AeadAes128Gcm => 12,
            _ => 0,
        };

        /// <summary>Authentication tag of an RTP packet; an RTCP packet has the same tag and 4 bytes of index more.</summary>
        public int RtpTagLength => profile switch
        {
            SrtpProtectionProfile.Aes128CmHmacSha1_80 => 10,
            SrtpProtectionProfile.AeadAes128Gcm => 16,
            _ => 0,
        };
    }
}
