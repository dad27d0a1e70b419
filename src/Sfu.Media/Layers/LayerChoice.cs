namespace Sfu.Media.Layers;

/// <summary>What is known about one layer of a source when a slot chooses: 0 x 0 = no key frame seen that told its size.</summary>
internal readonly record struct LayerState(int Width, int Height, bool Exists, bool Active);

/// <summary>
/// Which layer of a source suits the size at which a client shows it: the smallest that need not be scaled up by more
/// than a quarter to fit inside the tile. While that layer is inactive (publishers stop layers they have no bandwidth
/// for) the best active one below it is taken, or else the lowest active one above.
/// Layers are ordered from small to large; pure functions, so that the rule is tested without packets.
/// </summary>
internal static class LayerChoice
{
    public const int None = -1;

    /// <summary>Scaling up by 5/4 is hardly seen, and saves the next layer's threefold bandwidth.</summary>
    private const int UpscaleNumerator = 5;
    private const int UpscaleDenominator = 4;

    /// <summary>What a camera is taken to capture before a key frame has said: every browser's usual default.</summary>
    private const int AssumedWidth = 1280;
    private const int AssumedHeight = 720;

    public static int Pick(ReadOnlySpan<LayerState> layers, int width, int height)
    {
        var wanted = Wanted(layers, width, height);
        if (wanted == None)
            return None;
        for (var layer = wanted; layer >= 0; layer--)
        {
            if (layers[layer].Active)
                return layer;
        }

        for (var layer = wanted + 1; layer < layers.Length; layer++)
        {
            if (layers[layer].Active)
                return layer;
        }

        return layers[wanted].Exists ? wanted : None;
    }

    /// <summary>The layer to have if all were active; <see cref="None"/> for a source without layers.</summary>
    public static int Wanted(ReadOnlySpan<LayerState> layers, int width, int height)
    {
        if (layers.IsEmpty)
            return None;
        for (var layer = 0; layer < layers.Length - 1; layer++)
        {
            var (layerWidth, layerHeight) = Size(layers, layer);
            var fits = layerWidth * UpscaleNumerator >= width * UpscaleDenominator
                || layerHeight * UpscaleNumerator >= height * UpscaleDenominator;
            if (fits)
                return layer;
        }

        return layers.Length - 1;
    }

    /// <summary>A layer's size: its own key frame's, or half or double that of a neighbour, as the rids l, m, h are asked for.</summary>
    private static (int Width, int Height) Size(ReadOnlySpan<LayerState> layers, int layer)
    {
        for (var distance = 0; distance < layers.Length; distance++)
        {
            if (layer + distance < layers.Length && layers[layer + distance].Width > 0)
                return (layers[layer + distance].Width >> distance, layers[layer + distance].Height >> distance);
            if (layer - distance >= 0 && layers[layer - distance].Width > 0)
                return (layers[layer - distance].Width << distance, layers[layer - distance].Height << distance);
        }

        var below = layers.Length - 1 - layer;
        return (AssumedWidth >> below, AssumedHeight >> below);
    }
}
