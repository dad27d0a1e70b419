namespace Sfu.Client;

/// <summary>How a headless participant behaves. The defaults are close to what a browser with a 720p camera does.</summary>
public sealed record HeadlessOptions
{
    /// <summary>Video slots to ask for; the server rounds up to 1, 4, 9, 16 or 25.</summary>
    public int VideoSlots { get; init; } = 9;

    /// <summary>Camera layers from small to large; one to three.</summary>
    public IReadOnlyList<VideoLayer> CameraLayers { get; init; } =
    [
        new(320, 180, 30, 150_000),
        new(640, 360, 30, 500_000),
        new(1280, 720, 30, 1_500_000),
    ];

    /// <summary>The one layer of a shared screen.</summary>
    public VideoLayer ScreenLayer { get; init; } = new(1920, 1080, 5, 800_000);

    /// <summary>Opus bitrate of microphone and screen audio.</summary>
    public int AudioBitrateBps { get; init; } = 32_000;

    /// <summary>Loudness of the microphone as RFC 6464 counts it: 0 is loudest, 127 silence.</summary>
    public byte MicLevel { get; init; } = 40;

    /// <summary>Share of media packets thrown away before they are sent, 0 to 1: a bad uplink.</summary>
    public double SendLoss { get; init; }

    /// <summary>Share of media packets thrown away when they arrive, 0 to 1: a bad downlink.</summary>
    public double ReceiveLoss { get; init; }

    /// <summary>False: received gaps are not asked for again.</summary>
    public bool SendNacks { get; init; } = true;

    /// <summary>Media goes through this port of this machine; 0 is any free one.</summary>
    public int LocalPort { get; init; }
}

/// <summary>One encoding of a video.</summary>
public sealed record VideoLayer(int Width, int Height, int FramesPerSecond, int BitrateBps);
