using Sfu.Wire.Rtcp;

namespace Sfu.Media.Tests.Virtual;

/// <summary>A simulcast camera as a browser runs it: three layers of each picture, key frames on all when one is asked for, sender reports.</summary>
internal sealed class Camera
{
    private readonly Client _client;
    private readonly Dictionary<uint, int> _answered = [];

    public Camera(Client client, bool withReports = true)
    {
        _client = client;
        WithReports = withReports;
        string[] rids = ["l", "m", "h"];
        var random = new Random((int)client.Number);
        Layers = [.. rids.Select((rid, i) =>
        {
            var stream = client.Publish(SourceKind.Camera, rid);
            (stream.Width, stream.Height) = (320 << i, 180 << i);
            stream.Sequence = (ushort)random.Next(1 << 16);
            stream.Timestamp = (uint)random.NextInt64(1L << 32);
            stream.PictureId = random.Next(1 << 15);
            stream.Tl0 = (byte)random.Next(256);
            return stream;
        })];
    }

    public TestStream[] Layers { get; }

    public bool[] Active { get; } = [true, true, true];

    public bool WithReports { get; }

    public int Keyframes { get; private set; }

    /// <summary>One picture; call each 33 ms.</summary>
    public void Capture(long nowUs, bool keyframe = false)
    {
        foreach (var layer in Layers)
        {
            var asked = _client.KeyframeRequestsFor(layer.Ssrc);
            keyframe |= asked > 0 && asked != _answered.GetValueOrDefault(layer.Ssrc);
            _answered[layer.Ssrc] = asked;
        }

        if (keyframe)
            Keyframes++;
        for (var i = 0; i < Layers.Length; i++)
        {
            var layer = Layers[i];
            if (Active[i])
                layer.SendFrame(keyframe, packets: 1 + (2 * i));
            else
                layer.Timestamp += 3000;
            if (WithReports && layer.Frame % 15 == 0)
                layer.SendReport(NtpTime.FromMicroseconds(nowUs), layer.Timestamp);
        }
    }
}
