using Sfu.Testing;
using Sfu.Wire.Codecs;

namespace Sfu.Wire.Tests.Codecs;

public sealed class Vp9DescriptorTests
{
    // I, L, B, V; picture id 0x1234; TID 0, SID 0; TL0PICIDX 7; three spatial layers with sizes, group of two pictures.
    private const string KeyframeOfThreeLayers =
        "AA" + "9234" + "00" + "07" +
        "58" + "0140" + "00B4" + "0280" + "0168" + "0500" + "02D0" +
        "02" + "04" + "01" + "38" + "01" + "02" +
        "82";

    [Fact]
    public void Reads_a_key_frame_with_scalability_structure()
    {
        var descriptor = Read(KeyframeOfThreeLayers);
        Assert.True(descriptor.IsKeyframeStart);
        Assert.Equal((0x1234, 1, 2), (descriptor.PictureId, descriptor.PictureIdOffset, descriptor.PictureIdLength));
        Assert.Equal((7, 4), (descriptor.Tl0PicIdx, descriptor.Tl0PicIdxOffset));
        Assert.Equal((3, 1280, 720), (descriptor.SpatialLayerCount, descriptor.Width, descriptor.Height));
        Assert.Equal(24, descriptor.Length);
    }

    [Fact]
    public void A_non_flexible_inter_frame_of_an_upper_layer()
    {
        // I, P, L, B, E, Z; 7-bit id; TID 2, U, SID 1, D; TL0PICIDX
        var descriptor = Read("ED" + "11" + "53" + "FF" + "00");
        Assert.True(descriptor.IsFrameStart && descriptor.IsFrameEnd && descriptor.IsInterPredicted && descriptor.IsNotReferredByUpperLayers);
        Assert.False(descriptor.IsKeyframeStart || descriptor.IsFlexible || descriptor.HasScalabilityStructure);
        Assert.Equal((17, 1), (descriptor.PictureId, descriptor.PictureIdLength));
        Assert.Equal((2, 1, true, true), (descriptor.TemporalId, descriptor.SpatialId, descriptor.IsSwitchingUpPoint, descriptor.IsInterLayerPredicted));
        Assert.Equal((255, 4), (descriptor.Tl0PicIdx, descriptor.Length));
    }

    [Fact]
    public void A_flexible_frame_has_references_and_no_tl0picidx()
    {
        // I, P, L, F, B; 15-bit id; layers; three references
        var descriptor = Read("F8" + "8001" + "20" + "03" + "05" + "06" + "00");
        Assert.True(descriptor.IsFlexible);
        Assert.False(descriptor.HasTl0PicIdx);
        Assert.Equal(7, descriptor.Length);
        // A fourth would be announced by the third's N bit.
        Assert.False(Vp9Descriptor.TryRead(Convert.FromHexString("F8" + "8001" + "20" + "03" + "05" + "07" + "08" + "00"), out _));
    }

    [Theory]
    [InlineData("08" + "00", true)] // B alone
    [InlineData("00" + "00", false)] // later packet of a key frame
    [InlineData("48" + "00", false)] // P
    [InlineData("28" + "02" + "00" + "00", false)] // upper spatial layer of a key picture
    [InlineData("28" + "00" + "00" + "00", true)]
    public void A_key_frame_starts_where_nothing_is_referred_to(string hex, bool isKeyframeStart) =>
        Assert.Equal(isKeyframeStart, Read(hex).IsKeyframeStart);

    [Fact]
    public void Reads_the_same_inside_noise_and_refuses_a_descriptor_without_data()
    {
        var payload = Convert.FromHexString(KeyframeOfThreeLayers);
        ParserInputs.Multiply(payload, Describe);
        ParserInputs.Multiply(Convert.FromHexString("F8" + "8001" + "20" + "03" + "05" + "06" + "00"), Describe);
    }

    [Fact]
    public void Mutated_payloads_neither_throw_nor_allocate() => SeededMutation.NeitherThrowsNorAllocates(
        [Convert.FromHexString(KeyframeOfThreeLayers), Convert.FromHexString("F8800120030506" + "00"), Convert.FromHexString("ED1153FF00")],
        payload =>
        {
            if (!Vp9Descriptor.TryRead(payload, out var d))
                return 0;
            if (d.Length >= payload.Length || d.PictureIdOffset + d.PictureIdLength > d.Length || d.Tl0PicIdxOffset >= d.Length)
                throw new CheckFailedException("a field lies outside the descriptor");
            return d.PictureId + d.Width;
        });

    private static Vp9Descriptor Read(string hex)
    {
        Assert.True(Vp9Descriptor.TryRead(Convert.FromHexString(hex), out var descriptor));
        return descriptor;
    }

    private static string? Describe(ReadOnlySpan<byte> payload) => Vp9Descriptor.TryRead(payload, out var d)
        ? $"{d.Length} {d.PictureId}/{d.PictureIdLength} {d.TemporalId} {d.SpatialId} {d.Tl0PicIdx} {d.IsKeyframeStart} {d.SpatialLayerCount} {d.Width}x{d.Height}"
        : null;
}
