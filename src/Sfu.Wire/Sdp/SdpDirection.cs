namespace Sfu.Wire.Sdp;

/// <summary>Which way media flows, seen from the side that wrote the description.</summary>
public enum SdpDirection : byte
{
    Inactive,
    SendOnly,
    RecvOnly,
    SendRecv,
}
