namespace Sfu.Wire.Sdp;

/// <summary>
/// The numbers every offer of ours uses. The server always offers, so payload types, header-extension ids and section
/// names are the same for every participant of every room: they are constants here, and nowhere else.
/// </summary>
public static class MediaProfile
{
    // Payload types (RFC 3551 §6: dynamic, 96-127). 111, 96 and 97 are what Chromium itself uses, so that a trace reads familiar.
    public const byte OpusPayloadType = 111;
    public const byte Vp8PayloadType = 96;
    public const byte Vp8RtxPayloadType = 97;
    public const byte H264PayloadType = 102;
    public const byte H264RtxPayloadType = 103;

    // RTP clock rates: RFC 7587 §4.1 (Opus, always 48 kHz), RFC 7741 §6.1 (VP8), RFC 6184 §8.2.1 (H.264).
    public const int OpusClockRate = 48_000;
    public const int OpusChannels = 2;
    public const int VideoClockRate = 90_000;

    /// <summary>
    /// RFC 7587 §6.1: packets of 10 ms and more, in-band forward error correction, and stereo is welcome. Whoever sends decides packet by packet:
    /// a microphone for speech has one channel and costs nothing more, music and the sound of a shared film have two.
    /// </summary>
    public const string OpusFormat = "minptime=10;useinbandfec=1;stereo=1";

    /// <summary>RFC 6184 §8.1: constrained baseline 3.1, non-interleaved; what every H.264 browser has.</summary>
    public const string H264Format = $"level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f;{StartBitrate}";

    /// <summary>
    /// Chromium's own parameter (kbit/s; other browsers ignore it): where its estimate of the uplink begins. Its default of 300 sends a small picture for the first
    /// ten seconds; with this the middle layer comes at once, and a slower line is found out within a second by transport-wide feedback.
    /// </summary>
    public const string StartBitrate = "x-google-start-bitrate=1000";

    // Header-extension ids, all in the one-byte range 1-14 (RFC 8285 §4.2).
    public const byte AudioLevelExtensionId = 1;
    public const byte AbsSendTimeExtensionId = 2;
    public const byte TransportSequenceExtensionId = 3;
    public const byte MidExtensionId = 4;
    public const byte RidExtensionId = 5;
    public const byte RepairedRidExtensionId = 6;

    /// <summary>
    /// Reserved, but offered to nobody: Firefox does not know it and would show the video of a turned phone sideways.
    /// A sender that is not offered it turns the pixels itself.
    /// </summary>
    public const byte VideoOrientationExtensionId = 7;

    /// <summary>The largest extension id; the ids run from 1 to this without a gap.</summary>
    public const byte LastExtensionId = VideoOrientationExtensionId;

    public const string AudioLevelUri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"; // RFC 6464
    public const string AbsSendTimeUri = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
    public const string TransportSequenceUri = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    public const string MidUri = "urn:ietf:params:rtp-hdrext:sdes:mid"; // RFC 9143 §15
    public const string RidUri = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"; // RFC 8852
    public const string RepairedRidUri = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"; // RFC 8852

    /// <summary>Mids of the sections a participant may send on, in the order of their m-lines.</summary>
    public const string MicMid = "mic";
    public const string CameraMid = "cam";
    public const string ScreenMid = "screen";
    public const string ScreenAudioMid = "screen-audio";

    /// <summary>Simulcast stream names of the camera, smallest picture first.</summary>
    public const string LowRid = "l";
    public const string MediumRid = "m";
    public const string HighRid = "h";

    public static IReadOnlyList<string> Rids { get; } = [LowRid, MediumRid, HighRid];

    /// <summary>How many speakers are heard at once.</summary>
    public const int AudioSlots = 5;

    /// <summary>The most video slots one participant can have.</summary>
    public const int MaxVideoSlots = 25;

    /// <summary>The msid stream shared by the first audio and the first video slot, so that browsers lip-sync the stage.</summary>
    public const string StageStream = "stage";

    private const string SlotDigits = "0123456789abcdefghijklmno";

    private static readonly int[] VideoSlotBlocks = [1, 4, 9, 16, MaxVideoSlots];

    private static readonly string[] AudioSlotMids = [.. Enumerable.Range(0, AudioSlots).Select(index => $"a{SlotDigits[index]}")];
    private static readonly string[] VideoSlotMids = [.. Enumerable.Range(0, MaxVideoSlots).Select(index => $"v{SlotDigits[index]}")];

    /// <summary>Mid of an audio slot: <c>a0</c> to <c>a4</c>; always two characters, so that packets of all slots are alike.</summary>
    public static string AudioSlotMid(int index) => AudioSlotMids[index];

    /// <summary>Mid of a video slot: <c>v0</c> to <c>v9</c>, then <c>va</c> to <c>vo</c>.</summary>
    public static string VideoSlotMid(int index) => VideoSlotMids[index];

    /// <summary>The video slots a client gets for what it asked: the next of 1, 4, 9, 16, 25.</summary>
    public static int RoundUpVideoSlots(int asked)
    {
        foreach (var block in VideoSlotBlocks)
        {
            if (asked <= block)
                return block;
        }

        return MaxVideoSlots;
    }
}
