namespace Sfu.Wire.Sdp;

/// <summary>One section of an answer. The direction is the participant's: what it sends is <see cref="SdpDirection.SendOnly"/>.</summary>
/// <param name="Accepted">The section has a port and a direction; otherwise all lists are empty.</param>
/// <param name="PayloadTypes">The offered payload types it takes, its favourite first.</param>
/// <param name="ExtensionIds">The offered header extensions it takes.</param>
/// <param name="Rids">The simulcast layers it sends; empty when it sends one stream.</param>
/// <param name="Streams">The SSRCs it announces; browsers announce none for simulcast.</param>
public sealed record SdpAnswerSection(
    string Mid,
    bool Accepted,
    SdpDirection Direction,
    IReadOnlyList<byte> PayloadTypes,
    IReadOnlyList<byte> ExtensionIds,
    IReadOnlyList<string> Rids,
    IReadOnlyList<SdpStream> Streams)
{
    internal static SdpAnswerSection Refused(string mid) => new(mid, false, SdpDirection.Inactive, [], [], [], []);
}
