namespace Sfu.Wire.Sdp;

/// <summary>An announced media stream and the one that retransmits it (<c>a=ssrc-group:FID</c>, RFC 5576 §4.2), or 0.</summary>
public readonly record struct SdpStream(uint Ssrc, uint RtxSsrc);
