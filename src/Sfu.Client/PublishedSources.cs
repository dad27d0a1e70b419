namespace Sfu.Client;

/// <summary>Which sources a participant sends.</summary>
public sealed record PublishedSources(bool Mic = false, bool Camera = false, bool Screen = false, bool ScreenAudio = false)
{
    public static PublishedSources None { get; } = new();

    public static PublishedSources MicAndCamera { get; } = new(Mic: true, Camera: true);
}
