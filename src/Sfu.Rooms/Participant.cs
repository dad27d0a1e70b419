using Sfu.Rooms.Names;

namespace Sfu.Rooms;

/// <summary>What a participant says she sends. The media engine drops everything else at ingress.</summary>
public readonly record struct Publishing(bool Mic, bool Camera, bool Screen, bool ScreenAudio);

/// <summary>One person in a room as the others see her. <paramref name="Number"/> is unique in the process and never used again.</summary>
public sealed record Participant(uint Number, DisplayName Name, Publishing Publishing);
