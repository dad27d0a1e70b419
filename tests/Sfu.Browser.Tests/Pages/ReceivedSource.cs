namespace Sfu.Browser.Tests.Pages;

/// <summary>One entry of <c>window.sfu.stats().sources</c>: what the page receives from somebody else right now.</summary>
internal sealed record ReceivedSource(
    string Participant, string Name, string Kind, double FramesDecoded, double Width, double Height, double AudioLevel, double PacketsLost);

/// <summary>One <c>tile</c> element: a shown participant or shared screen.</summary>
internal sealed record Tile(
    string Participant, string Name, string Kind, bool IsSelf, string Mic, string Camera, bool ShowsVideo, double Width, double VideoWidth);

/// <summary>What <see cref="Spy"/> counted in the page so far.</summary>
internal sealed record SpyCounts(int GetUserMedia, int GetDisplayMedia, int SetLocalDescription, int SetRemoteDescription, int PeerConnections);
