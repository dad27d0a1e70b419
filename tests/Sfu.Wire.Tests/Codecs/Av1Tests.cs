using Sfu.Testing;
using Sfu.Wire.Codecs;

namespace Sfu.Wire.Tests.Codecs;

public sealed class Av1Tests
{
    [Fact]
    public void Every_aggregation_header_is_read_or_refused()
    {
        for (var header = 0; header < 256; header++)
        {
            var valid = (header & 0x88) != 0x88;
            Assert.Equal(valid, Av1Payload.TryRead([(byte)header, 0], out var av1));
            if (!valid)
                continue;
            Assert.Equal((header & 0x08) != 0, av1.IsKeyframeStart);
            Assert.Equal((header & 0x80) != 0, av1.StartsWithContinuation);
            Assert.Equal((header & 0x40) != 0, av1.EndsWithContinuation);
            Assert.Equal(header >> 4 & 3, av1.ElementCount);
        }

        Assert.False(Av1Payload.TryRead([0x08], out _));
        Assert.False(Av1Payload.TryRead([], out _));
    }

    [Fact]
    public void A_descriptor_of_three_bytes_has_template_and_frame_number_only()
    {
        Assert.True(DependencyDescriptor.TryRead([0xC5, 0x12, 0x34], out var descriptor));
        Assert.True(descriptor.IsFrameStart && descriptor.IsFrameEnd);
        Assert.Equal((5, 0x1234), (descriptor.TemplateId, descriptor.FrameNumber));
        Assert.False(descriptor.HasStructure || descriptor.IsKeyframeStart || descriptor.HasActiveDecodeTargets);
        Assert.False(DependencyDescriptor.TryRead([0xC5, 0x12], out _));
        Assert.False(DependencyStructure.TryRead([0xC5, 0x12, 0x34], out _));
    }

    [Fact]
    public void Reads_the_templates_of_three_spatial_and_three_temporal_layers()
    {
        var data = L3T3(templateIdOffset: 60);
        Assert.True(DependencyDescriptor.TryRead(data, out var descriptor));
        Assert.True(descriptor.IsKeyframeStart);
        Assert.True(DependencyStructure.TryRead(data, out var structure));
        Assert.Equal((9, 9, 3, 3), (structure.TemplateCount, structure.DecodeTargetCount, structure.SpatialLayerCount, structure.TemporalLayerCount));
        for (var template = 0; template < 9; template++)
        {
            // Ids start at the offset and wrap at 64.
            Assert.True(structure.TryGetLayer((byte)((60 + template) % 64), out var spatialId, out var temporalId));
            Assert.Equal((template / 3, template % 3), (spatialId, temporalId));
        }

        Assert.False(structure.TryGetLayer(59, out _, out _));
        Assert.False(structure.TryGetLayer((60 + 9) % 64, out _, out _));
        Assert.True(structure.TryGetResolution(2, out var width, out var height));
        Assert.Equal((1280, 720), (width, height));
        Assert.True(structure.TryGetResolution(0, out width, out height));
        Assert.Equal((320, 180), (width, height));
        Assert.False(structure.TryGetResolution(3, out _, out _));
        ParserInputs.Multiply(data, Describe);
    }

    [Fact]
    public void Reads_the_smallest_structure()
    {
        // One template, one decode target, no chains, no resolution: 8 more mandatory bits of the structure and its lists.
        var bits = new BitWriter();
        bits.Write(0xC0, 8).Write(1, 16).Write(0b10000, 5);
        bits.Write(0, 6).Write(0, 5).Write(3, 2).Write(2, 2).Write(0, 1).Write(0, 1).Write(0, 1);
        Assert.True(DependencyStructure.TryRead(bits.ToArray(), out var structure));
        Assert.Equal((1, 1, 1, 1, false), (structure.TemplateCount, structure.DecodeTargetCount, structure.SpatialLayerCount, structure.TemporalLayerCount, structure.HasResolutions));
    }

    [Fact]
    public void A_structure_of_more_templates_or_layers_than_there_can_be_is_refused()
    {
        // Templates without end; a fifth spatial layer.
        Assert.False(DependencyStructure.TryRead(Convert.FromHexString("C00001" + "8000" + new string('0', 400)), out _));
        Assert.False(DependencyStructure.TryRead(Convert.FromHexString("C00001" + "8000" + new string('A', 400)), out _));
        Assert.False(DependencyStructure.TryRead(Convert.FromHexString("C00001" + "8000" + new string('5', 400)), out _));
    }

    [Fact]
    public void Mutated_descriptors_neither_throw_nor_allocate() => SeededMutation.NeitherThrowsNorAllocates(
        [L3T3(0), L3T3(60), [0xC5, 0x12, 0x34]],
        data =>
        {
            if (!DependencyDescriptor.TryRead(data, out var descriptor) || !DependencyStructure.TryRead(data, out var structure))
                return 0;
            structure.TryGetLayer(descriptor.TemplateId, out var spatialId, out var temporalId);
            structure.TryGetResolution(spatialId, out var width, out _);
            return temporalId + width;
        });

    private static byte[] L3T3(int templateIdOffset)
    {
        var bits = new BitWriter();
        bits.Write(0b11, 2).Write((uint)templateIdOffset, 6).Write(0x1234, 16).Write(0b10000, 5);
        bits.Write((uint)templateIdOffset, 6).Write(9 - 1, 5);
        for (var template = 0; template < 9; template++)
            bits.Write(template == 8 ? 3u : template % 3 == 2 ? 2u : 1u, 2);
        for (var dti = 0; dti < 9 * 9; dti++)
            bits.Write((uint)dti % 4, 2);
        for (var template = 0; template < 9; template++)
        {
            for (var difference = 0; difference < template % 3; difference++)
                bits.Write(1, 1).Write((uint)difference, 4);
            bits.Write(0, 1);
        }

        // ns(10) of three chains is three bits; each decode target's chain is ns(3): 0 in one bit, 1 and 2 in two.
        bits.Write(3, 3);
        for (var target = 0; target < 9; target++)
            bits.Write(target / 3 == 0 ? 0u : (uint)(target / 3) + 1, target / 3 == 0 ? 1 : 2);
        for (var chain = 0; chain < 9 * 3; chain++)
            bits.Write((uint)chain % 16, 4);
        bits.Write(1, 1);
        foreach (var (width, height) in new (uint, uint)[] { (320, 180), (640, 360), (1280, 720) })
            bits.Write(width - 1, 16).Write(height - 1, 16);
        return bits.ToArray();
    }

    private static string? Describe(ReadOnlySpan<byte> data)
    {
        if (!DependencyStructure.TryRead(data, out var structure))
            return null;
        structure.TryGetResolution(2, out var width, out var height);
        return $"{structure.TemplateIdOffset} {structure.TemplateCount} {structure.DecodeTargetCount} {structure.SpatialLayerCount} {width}x{height}";
    }

    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = [];
        private int _position;

        public BitWriter Write(uint value, int count)
        {
            for (var i = count - 1; i >= 0; i--, _position++)
            {
                if (_position % 8 == 0)
                    _bytes.Add(0);
                _bytes[^1] |= (byte)((value >> i & 1) << (7 - _position % 8));
            }

            return this;
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
