using System.Runtime.CompilerServices;

namespace Sfu.Wire.Codecs;

/// <summary>
/// The templates a sender announces on key frames ("RTP Payload Format For AV1" §A.8.3.3), as far as a forwarder needs
/// them to tell layers apart. A value of about 200 bytes; keep one per stream and pass it by reference.
/// </summary>
public struct DependencyStructure
{
    /// <summary>Template ids have six bits.</summary>
    public const int MaxTemplates = 64;

    private const int MaxSpatialLayers = 4;
    private const int TemplateIdModulus = 64;

    private Templates _layers;
    private Resolutions _resolutions;

    public int TemplateIdOffset { get; private set; }

    public int DecodeTargetCount { get; private set; }

    public int TemplateCount { get; private set; }

    public int SpatialLayerCount { get; private set; }

    public int TemporalLayerCount { get; private set; }

    public bool HasResolutions { get; private set; }

    /// <summary>The layer of a packet with this template id. False: the structure has no such template.</summary>
    public readonly bool TryGetLayer(byte templateId, out int spatialId, out int temporalId)
    {
        var index = (templateId + TemplateIdModulus - TemplateIdOffset) % TemplateIdModulus;
        if (index >= TemplateCount)
        {
            (spatialId, temporalId) = (0, 0);
            return false;
        }

        (spatialId, temporalId) = (_layers[index] >> 4, _layers[index] & 0x0F);
        return true;
    }

    /// <summary>Pixels at which a spatial layer should be rendered. False: not said.</summary>
    public readonly bool TryGetResolution(int spatialId, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (!HasResolutions || (uint)spatialId >= (uint)SpatialLayerCount)
            return false;
        width = (int)(_resolutions[spatialId] >> 16) + 1;
        height = (int)(_resolutions[spatialId] & 0xFFFF) + 1;
        return true;
    }

    /// <summary>Reads the structure out of a whole descriptor. False: it has none, or it does not fit into the bytes or into the limits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> descriptor, out DependencyStructure structure)
    {
        structure = default;
        if (!DependencyDescriptor.TryRead(descriptor, out var head) || !head.HasStructure)
            return false;

        var bits = new BitReader(descriptor[DependencyDescriptor.MandatoryLength..]);
        bits.Read(DependencyDescriptor.ExtendedFlagsBits);
        structure.TemplateIdOffset = (int)bits.Read(6);
        structure.DecodeTargetCount = (int)bits.Read(5) + 1;
        if (structure.TryReadLayers(ref bits) &&
            structure.TrySkipDependencies(ref bits) &&
            structure.TryReadResolutions(ref bits))
        {
            return true;
        }

        structure = default;
        return false;
    }

    private bool TryReadLayers(ref BitReader bits)
    {
        const uint NextTemporal = 1, NextSpatial = 2, End = 3; // 0: same layer, another template
        int spatialId = 0, temporalId = 0;
        uint next;
        do
        {
            if (TemplateCount == MaxTemplates || spatialId == MaxSpatialLayers || temporalId > 7)
                return false;
            _layers[TemplateCount++] = (byte)(spatialId << 4 | temporalId);
            TemporalLayerCount = Math.Max(TemporalLayerCount, temporalId + 1);
            next = bits.Read(2);
            if (bits.IsPastEnd)
                return false;
            if (next == NextSpatial)
                (spatialId, temporalId) = (spatialId + 1, 0);
            else if (next == NextTemporal)
                temporalId++;
        }
        while (next != End);

        SpatialLayerCount = spatialId + 1;
        return true;
    }

    /// <summary>Decode target indications, frame differences and chains: walked over, so that what follows is found.</summary>
    private readonly bool TrySkipDependencies(ref BitReader bits)
    {
        for (var i = 0; i < TemplateCount * DecodeTargetCount && !bits.IsPastEnd; i++)
            bits.Read(2);

        for (var i = 0; i < TemplateCount; i++)
        {
            while (bits.ReadFlag())
                bits.Read(4);
        }

        var chains = bits.ReadNonSymmetric((uint)DecodeTargetCount + 1);
        if (chains == 0)
            return !bits.IsPastEnd;
        for (var i = 0; i < DecodeTargetCount; i++)
            bits.ReadNonSymmetric(chains);
        for (var i = 0; i < TemplateCount * chains && !bits.IsPastEnd; i++)
            bits.Read(4);
        return !bits.IsPastEnd;
    }

    private bool TryReadResolutions(ref BitReader bits)
    {
        HasResolutions = bits.ReadFlag();
        for (var i = 0; HasResolutions && i < SpatialLayerCount; i++)
            _resolutions[i] = bits.Read(32);
        return !bits.IsPastEnd;
    }

    [InlineArray(MaxTemplates)]
    private struct Templates
    {
        private byte _first;
    }

    [InlineArray(MaxSpatialLayers)]
    private struct Resolutions
    {
        private uint _first;
    }
}
