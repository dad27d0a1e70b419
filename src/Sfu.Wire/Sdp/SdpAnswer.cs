namespace Sfu.Wire.Sdp;

/// <summary>What a participant's answer to our offer says, checked against the offer. Immutable.</summary>
/// <param name="Sections">One per offered section, in the offer's order.</param>
public sealed record SdpAnswer(
    string IceUfrag,
    string IcePassword,
    IReadOnlyList<SdpFingerprint> Fingerprints,
    IReadOnlyList<SdpAnswerSection> Sections)
{
    /// <summary>The section of that name, or null when the offer had none.</summary>
    public SdpAnswerSection? Find(string mid) => Sections.FirstOrDefault(section => section.Mid == mid);
}
