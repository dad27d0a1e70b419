namespace Sfu.Wire.Sdp;

/// <summary>One of the server's outgoing streams as an offer announces it. Audio has no retransmission stream: <paramref name="RtxSsrc"/> is 0.</summary>
public readonly record struct SdpSlot(string Mid, uint Ssrc, uint RtxSsrc);
