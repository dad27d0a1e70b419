namespace Sfu.Media;

/// <summary>The outgoing streams of one participant as its offer announced them; they never change afterwards.</summary>
public sealed record SlotPlan(SlotStream[] Audio, SlotStream[] Video);

/// <summary>One announced outgoing stream. The mid has exactly two characters; <paramref name="RtxSsrc"/> is 0 where no RTX was offered.</summary>
public readonly record struct SlotStream(string Mid, uint Ssrc, uint RtxSsrc);

/// <summary>What a slot carries now. <paramref name="Participant"/> is 0 when it carries nothing.</summary>
public readonly record struct SlotAssignment(string Mid, uint Participant, SourceKind Kind);

/// <summary>One video the client shows, and the size in device pixels at which it shows it. Size 0 x 0 asks for the smallest layer.</summary>
public readonly record struct ViewItem(uint Participant, SourceKind Kind, ushort Width, ushort Height);
