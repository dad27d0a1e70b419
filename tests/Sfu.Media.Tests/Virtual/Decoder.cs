using Sfu.Wire.Codecs;

namespace Sfu.Media.Tests.Virtual;

/// <summary>
/// A VP8 receiver's bookkeeping for one slot: puts frames together by sequence number and checks that each can be decoded,
/// that is, starts at a key frame and follows its reference without a gap.
/// </summary>
internal static class Decoder
{
    /// <summary>Throws for the first frame that a decoder could not use; returns how many frames there were.</summary>
    public static int AssertDecodable(IEnumerable<ReceivedRtp> packets)
    {
        var ordered = packets.OrderBy(packet => packet.Sequence).ToList();
        Assert.Equal(ordered.Count, ordered.Select(packet => packet.Sequence).Distinct().Count());
        var frames = 0;
        (uint Participant, SourceKind Kind, int Frame, int Width)? reference = null;
        int? lastPicture = null;
        uint? lastTimestamp = null;

        for (var i = 0; i < ordered.Count;)
        {
            var first = ordered[i];
            Assert.True(Vp8Descriptor.TryRead(first.Payload, out var descriptor));
            Assert.True(descriptor.IsFrameStart, "a frame without its start");

            var end = i;
            while (end + 1 < ordered.Count && ordered[end + 1].Timestamp == first.Timestamp)
                end++;
            for (var j = i; j <= end; j++)
            {
                Assert.Equal(first.Sequence + (j - i), ordered[j].Sequence);
                Assert.Equal(j == end, ordered[j].Marker);
                Assert.Equal(first.Csrc, ordered[j].Csrc);
                Assert.True(Vp8Descriptor.TryRead(ordered[j].Payload, out var part));
                Assert.Equal(descriptor.PictureId, part.PictureId);
                Assert.Equal(descriptor.Tl0PicIdx, part.Tl0PicIdx);
            }

            if (lastTimestamp is { } timestamp)
                Assert.True((int)(first.Timestamp - timestamp) > 0, "time ran back");
            if (lastPicture is { } picture)
                Assert.Equal((picture + 1) & 0x7FFF, descriptor.PictureId);
            if (descriptor.IsKeyframeStart)
                reference = (first.Participant, first.Kind, TestStream.FrameOf(first), descriptor.Width);
            else
                Assert.Equal((reference!.Value.Participant, reference.Value.Kind, reference.Value.Frame), (first.Participant, first.Kind, TestStream.FrameOf(first) - 1));
            reference = reference.Value with { Frame = TestStream.FrameOf(first) };

            lastTimestamp = first.Timestamp;
            lastPicture = descriptor.PictureId;
            frames++;
            i = end + 1;
        }

        return frames;
    }
}
