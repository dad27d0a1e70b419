using Sfu.Wire.Sdp;

namespace Sfu.Wire.Tests.Sdp;

public sealed class MediaProfileTests
{
    [Theory]
    [InlineData(int.MinValue, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 9)]
    [InlineData(10, 16)]
    [InlineData(17, 25)]
    [InlineData(25, 25)]
    [InlineData(int.MaxValue, 25)]
    public void Video_slots_come_in_blocks(int asked, int given) => Assert.Equal(given, MediaProfile.RoundUpVideoSlots(asked));

    [Fact]
    public void Payload_types_are_dynamic_and_cannot_be_taken_for_RTCP()
    {
        // RFC 5761 §4: 64-95 would read as RTCP packet types.
        byte[] types = [MediaProfile.OpusPayloadType, MediaProfile.Vp8PayloadType, MediaProfile.Vp8RtxPayloadType, MediaProfile.H264PayloadType, MediaProfile.H264RtxPayloadType];
        Assert.Equal(types.Length, types.Distinct().Count());
        Assert.All(types, type => Assert.InRange(type, 96, 127));
    }
}
