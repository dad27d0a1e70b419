using BenchmarkDotNet.Attributes;
using Sfu.Media.Ingress;
using Sfu.Wire.Codecs;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Benchmarks.Wire;

/// <summary>Reading one packet of a camera as Chromium sends it.</summary>
public class Rtp
{
    private readonly byte[] _packet;
    private readonly byte[] _payload;

    public Rtp()
    {
        var packet = new byte[1200];
        RtpHeaderWriter.Write(packet, false, MediaProfile.Vp8PayloadType, 1000, 90_000, 0x1234_5678);
        var extensions = new RtpExtensionWriter(packet, RtpHeader.FixedLength);
        extensions.Reserve(MediaProfile.AbsSendTimeExtensionId, 3);
        extensions.Reserve(MediaProfile.TransportSequenceExtensionId, 2);
        extensions.Write(MediaProfile.MidExtensionId, "cam"u8);
        extensions.Write(MediaProfile.RidExtensionId, "h"u8);
        var headerLength = extensions.Finish();
        Vp8DescriptorWriter.Write(packet.AsSpan(headerLength), isFrameStart: true, pictureId: 1234, tl0PicIdx: 56);
        _packet = packet;
        _payload = packet[headerLength..];
    }

    [Benchmark(Description = "RTP header")]
    public int Header() => RtpPacketReader.TryRead(_packet, out var rtp) ? rtp.HeaderLength : throw Malformed();

    [Benchmark(Description = "RTP header and its four extensions")]
    public int Extensions()
    {
        if (!RtpPacketReader.TryRead(_packet, out var rtp))
            throw Malformed();
        var extensions = IncomingExtensions.Read(rtp);
        return extensions.TransportSequence + extensions.Mid.Length + extensions.Rid.Length;
    }

    [Benchmark(Description = "VP8 descriptor")]
    public int Vp8() => Vp8Descriptor.TryRead(_payload, out var descriptor) ? descriptor.PictureId : throw Malformed();

    private static InvalidOperationException Malformed() => new("The packet cannot be read.");
}
