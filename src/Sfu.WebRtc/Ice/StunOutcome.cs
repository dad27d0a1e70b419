namespace Sfu.WebRtc.Ice;

/// <summary>What an ICE agent made of a STUN message.</summary>
public enum StunOutcome : byte
{
    /// <summary>Malformed, not for us or not authentic: no answer, nothing learnt.</summary>
    Dropped,

    /// <summary>Authentic, but refused with an error answer; nothing learnt.</summary>
    Answered,

    /// <summary>An authentic check: consent is fresh, and there may be a new address or selection.</summary>
    Verified,
}
