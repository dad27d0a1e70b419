using Sfu.Testing;
using Sfu.Wire.Codecs;

namespace Sfu.Wire.Tests.Codecs;

public sealed class Vp8DescriptorTests
{
    // Key frame of 640x480 (RFC 6386 §9.1): frame tag, start code, width, height.
    private const string Keyframe = "50F008" + "9D012A" + "8002" + "E001" + "00";
    private const string InterFrame = "B10200";

    [Fact]
    public void Rfc7741_section_4_6_1_key_frame_in_a_single_packet()
    {
        // X=1, S=1, PID=0; I=1; M=0, PictureID=17
        var descriptor = Read("90" + "80" + "11" + Keyframe);
        Assert.Equal(3, descriptor.Length);
        Assert.True(descriptor.IsFrameStart);
        Assert.True(descriptor.IsKeyframeStart);
        Assert.Equal((17, 1, 2), (descriptor.PictureId, descriptor.PictureIdLength, descriptor.PictureIdOffset));
        Assert.Equal((640, 480), (descriptor.Width, descriptor.Height));
        Assert.False(descriptor.HasTl0PicIdx || descriptor.HasTemporalId || descriptor.HasKeyIdx);
    }

    [Fact]
    public void Rfc7741_section_4_6_2_discardable_inter_frame_without_picture_id()
    {
        // X=0, N=1, S=1
        var descriptor = Read("30" + InterFrame);
        Assert.Equal(1, descriptor.Length);
        Assert.True(descriptor.IsNonReference);
        Assert.True(descriptor.IsFrameStart);
        Assert.False(descriptor.IsKeyframeStart);
        Assert.False(descriptor.HasPictureId);
    }

    [Fact]
    public void Rfc7741_section_4_6_3_second_packet_of_a_frame_starts_nothing()
    {
        // X=1, S=0, PID=0; I=1; PictureID=17; the data's clear bit 0 means nothing here
        var descriptor = Read("80" + "80" + "11" + "00");
        Assert.False(descriptor.IsFrameStart);
        Assert.False(descriptor.IsKeyframeStart);
        Assert.Equal(0, descriptor.Width);
    }

    [Fact]
    public void Rfc7741_section_4_6_5_fifteen_bit_picture_id()
    {
        // X=1, S=1; I=1; M=1, PictureID=4711
        var descriptor = Read("90" + "80" + "9267" + Keyframe);
        Assert.Equal((4711, 2), (descriptor.PictureId, descriptor.PictureIdLength));
        Assert.Equal(4, descriptor.Length);
    }

    [Fact]
    public void A_later_partition_is_no_frame_start() => Assert.False(Read("11" + "00").IsFrameStart);

    [Fact]
    public void Reads_all_extension_fields()
    {
        var descriptor = Read("90" + "F0" + "FFFE" + "AB" + "B7" + InterFrame);
        Assert.Equal(6, descriptor.Length);
        Assert.Equal((0x7FFE, 2), (descriptor.PictureId, descriptor.PictureIdOffset));
        Assert.Equal((0xAB, 4), (descriptor.Tl0PicIdx, descriptor.Tl0PicIdxOffset));
        Assert.Equal((2, true, 5), (descriptor.TemporalId, descriptor.IsLayerSync, descriptor.TemporalIdOffset));
        Assert.Equal(0x17, descriptor.KeyIdx);
    }

    [Fact]
    public void Temporal_id_and_key_index_share_a_byte_but_not_their_flags()
    {
        var temporal = Read("90" + "20" + "BF" + InterFrame);
        Assert.Equal((2, true, true, false, 0), (temporal.TemporalId, temporal.IsLayerSync, temporal.HasTemporalId, temporal.HasKeyIdx, temporal.KeyIdx));
        var key = Read("90" + "10" + "BF" + InterFrame);
        Assert.Equal((0, false, false, true, 31), (key.TemporalId, key.IsLayerSync, key.HasTemporalId, key.HasKeyIdx, key.KeyIdx));
    }

    [Theory]
    [InlineData("50F0089D012A8002E0")] // cut in the size
    [InlineData("50F0089D012B8002E001")] // wrong start code
    [InlineData("50")]
    public void A_key_frame_without_a_readable_size_is_still_a_key_frame(string data)
    {
        var descriptor = Read("10" + data);
        Assert.True(descriptor.IsKeyframeStart);
        Assert.Equal((0, 0), (descriptor.Width, descriptor.Height));
    }

    [Fact]
    public void Upscaling_bits_are_not_part_of_the_size()
    {
        var descriptor = Read("10" + "50F0089D012A" + "80C2" + "E041");
        Assert.Equal((640, 480), (descriptor.Width, descriptor.Height));
    }

    [Theory]
    [InlineData("90F0FFFEABB7" + InterFrame, 6)]
    [InlineData("908011" + Keyframe, 3)]
    [InlineData("10" + Keyframe, 1)]
    public void Reads_the_same_inside_noise_and_refuses_a_descriptor_without_data(string hex, int descriptorLength)
    {
        var payload = Convert.FromHexString(hex);
        ParserInputs.Multiply(payload, Describe, WhenCut.MayBeRead);
        for (var length = 0; length <= descriptorLength; length++)
            Assert.False(Vp8Descriptor.TryRead(payload.AsSpan(0, length), out _));
        Assert.True(Vp8Descriptor.TryRead(payload.AsSpan(0, descriptorLength + 1), out _));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var payload = new byte[Vp8DescriptorWriter.FullLength + 1];
        foreach (var pictureId in new ushort[] { 0, 1, 127, 128, 4711, 32767 })
        {
            Assert.Equal(6, Vp8DescriptorWriter.Write(payload, true, pictureId, 200, 1, true, 9));
            Assert.True(Vp8Descriptor.TryRead(payload, out var read));
            Assert.Equal((pictureId, 200, 1, true, 9), (read.PictureId, read.Tl0PicIdx, read.TemporalId, read.IsLayerSync, read.KeyIdx));
            Assert.True(read.IsFrameStart);
            Vp8DescriptorWriter.WritePictureId(payload.AsSpan(read.PictureIdOffset), (ushort)(pictureId + 1));
            Assert.True(Vp8Descriptor.TryRead(payload, out var patched));
            Assert.Equal((pictureId + 1) & 0x7FFF, patched.PictureId);
        }
    }

    [Theory]
    [InlineData("90F011ABB7" + InterFrame, "90F08011ABB7" + InterFrame)]
    [InlineData("9080" + "7F" + Keyframe, "9080" + "807F" + Keyframe)]
    [InlineData("9080" + "9267" + Keyframe, "9080" + "9267" + Keyframe)]
    [InlineData("10" + Keyframe, "10" + Keyframe)]
    public void Widening_changes_nothing_but_the_picture_id(string hex, string expected)
    {
        var payload = Convert.FromHexString(hex);
        Assert.True(Vp8Descriptor.TryRead(payload, out var descriptor));
        var copy = new byte[payload.Length + Vp8DescriptorWriter.MaxGrowth];
        var length = Vp8DescriptorWriter.CopyWithWidePictureId(payload, descriptor, copy);
        Assert.Equal(expected, Convert.ToHexString(copy.AsSpan(0, length)));
        Assert.True(Vp8Descriptor.TryRead(copy.AsSpan(0, length), out var wide));
        Assert.Equal(descriptor.PictureId, wide.PictureId);
    }

    [Fact]
    public void Mutated_payloads_neither_throw_nor_allocate() => SeededMutation.NeitherThrowsNorAllocates(
        [Convert.FromHexString("90F0FFFEABB7" + Keyframe), Convert.FromHexString("908011" + InterFrame)],
        payload =>
        {
            if (!Vp8Descriptor.TryRead(payload, out var d))
                return 0;
            if (d.Length >= payload.Length || d.PictureIdOffset + d.PictureIdLength > d.Length || d.Tl0PicIdxOffset >= d.Length || d.TemporalIdOffset >= d.Length)
                throw new CheckFailedException("a field lies outside the descriptor");
            return d.PictureId + d.Width;
        });

    private static Vp8Descriptor Read(string hex)
    {
        Assert.True(Vp8Descriptor.TryRead(Convert.FromHexString(hex), out var descriptor));
        return descriptor;
    }

    private static string? Describe(ReadOnlySpan<byte> payload) => Vp8Descriptor.TryRead(payload, out var d)
        ? $"{d.Length} {d.IsFrameStart} {d.IsKeyframeStart} {d.PictureId}/{d.PictureIdLength} {d.Tl0PicIdx} {d.TemporalId} {d.IsLayerSync} {d.KeyIdx} {d.Width}x{d.Height}"
        : null;
}
