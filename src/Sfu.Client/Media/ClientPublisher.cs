using Sfu.WebRtc;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Sdp;

namespace Sfu.Client.Media;

/// <summary>
/// The sending half of a participant: its sources, their streams, and what it does with the server's feedback.
/// Owned by the loop; the counters may be read by others.
/// </summary>
internal sealed class ClientPublisher
{
    /// <summary>Names of the camera's layers, smallest first.</summary>
    public static readonly string[] Rids = [MediaProfile.LowRid, MediaProfile.MediumRid, MediaProfile.HighRid];

    private readonly SyntheticAudio _mic;
    private readonly SyntheticAudio _screenAudio;
    private readonly SyntheticVideo[] _camera;
    private readonly SyntheticVideo _screen;
    private readonly OutgoingStream[] _streams;

    public ClientPublisher(HeadlessOptions options, string participantId)
    {
        _mic = Audio(MediaProfile.MicMid, "mic", options.MicLevel);
        _screenAudio = Audio(MediaProfile.ScreenAudioMid, "screen-audio", options.MicLevel);
        _screen = Video(MediaProfile.ScreenMid, null, "screen", options.ScreenLayer);
        _camera = new SyntheticVideo[Math.Min(options.CameraLayers.Count, Rids.Length)];
        for (var i = 0; i < _camera.Length; i++)
            _camera[i] = Video(MediaProfile.CameraMid, Rids[i], "camera", options.CameraLayers[i]);
        _streams = [_mic.Stream, .. _camera.Select(layer => layer.Stream), _screen.Stream, _screenAudio.Stream];

        SyntheticAudio Audio(string mid, string kind, byte level) => new(
            new OutgoingStream(mid, null, MediaProfile.OpusPayloadType, 0, MediaProfile.OpusClockRate),
            PayloadStamp.SourceOf(participantId, kind), options.AudioBitrateBps, level);

        SyntheticVideo Video(string mid, string? rid, string kind, VideoLayer layer) => new(
            new OutgoingStream(mid, rid, MediaProfile.Vp8PayloadType, MediaProfile.Vp8RtxPayloadType, MediaProfile.VideoClockRate),
            layer, PayloadStamp.SourceOf(participantId, kind));
    }

    /// <summary>What the participant calls itself in RTCP.</summary>
    public uint ReporterSsrc => _mic.Stream.Ssrc;

    public OutgoingStream[] Streams => _streams;

    /// <summary>Last measured round trip; 0 before the first.</summary>
    public long RoundTripUs { get; private set; }

    public long NextDeadlineUs
    {
        get
        {
            var next = Math.Min(Math.Min(_mic.NextDeadlineUs, _screenAudio.NextDeadlineUs), _screen.NextDeadlineUs);
            foreach (var layer in _camera)
                next = Math.Min(next, layer.NextDeadlineUs);
            return next;
        }
    }

    public void SetSources(PublishedSources sources, long nowUs)
    {
        _mic.SetEnabled(sources.Mic, nowUs);
        _screenAudio.SetEnabled(sources.ScreenAudio, nowUs);
        _screen.SetEnabled(sources.Screen, nowUs);
        foreach (var layer in _camera)
            layer.SetEnabled(sources.Camera, nowUs);
    }

    public void HandleTimers(Egress egress, long nowUs)
    {
        _mic.HandleTimers(egress, nowUs);
        _screenAudio.HandleTimers(egress, nowUs);
        _screen.HandleTimers(egress, nowUs);
        foreach (var layer in _camera)
            layer.HandleTimers(egress, nowUs);
    }

    public void TakeReports(ref ReportBlockReader blocks, long nowUs)
    {
        while (blocks.TryReadNext(out var block))
        {
            if (Find(block.Ssrc) is { } stream && stream.TryTakeReport(block, nowUs, out var roundTripUs))
                RoundTripUs = roundTripUs;
        }
    }

    public void TakeNack(NackReader nack, Egress egress, long nowUs)
    {
        if (Find(nack.MediaSsrc) is not { } stream)
            return;
        while (nack.TryReadNext(out var lost))
            stream.Retransmit(egress, lost, nowUs);
    }

    public void TakeKeyframeRequest(uint mediaSsrc)
    {
        if (_screen.Stream.Ssrc == mediaSsrc)
            _screen.RequestKeyframe();
        foreach (var layer in _camera)
        {
            if (layer.Stream.Ssrc == mediaSsrc)
                layer.RequestKeyframe();
        }
    }

    public IReadOnlyList<SentStats> Stats() =>
    [
        Stats(_mic.Stream, _mic.Frames, 0, 0),
        .. _camera.Select(layer => Stats(layer.Stream, layer.Frames, layer.Keyframes, layer.KeyframeRequests)),
        Stats(_screen.Stream, _screen.Frames, _screen.Keyframes, _screen.KeyframeRequests),
        Stats(_screenAudio.Stream, _screenAudio.Frames, 0, 0),
    ];

    private static SentStats Stats(OutgoingStream stream, long frames, long keyframes, long keyframeRequests) => new(
        stream.Mid, stream.Rid, stream.Packets, stream.Bytes, frames, keyframes, stream.Retransmitted, stream.NacksReceived,
        keyframeRequests, stream.IsAcknowledged, stream.FractionLost);

    private OutgoingStream? Find(uint ssrc)
    {
        foreach (var stream in _streams)
        {
            if (stream.Ssrc == ssrc)
                return stream;
        }

        return null;
    }
}
