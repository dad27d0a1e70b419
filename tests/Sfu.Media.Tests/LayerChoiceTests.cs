using Sfu.Media.Layers;

namespace Sfu.Media.Tests;

public class LayerChoiceTests
{
    [Theory]
    [InlineData(1920, 1080, 2)]
    [InlineData(800, 450, 1)]
    [InlineData(801, 451, 2)]
    [InlineData(400, 225, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(400, 1000, 0)]
    public void Takes_the_smallest_layer_that_fills_the_tile(int width, int height, int expected) =>
        Assert.Equal(expected, LayerChoice.Pick([Layer(320, 180), Layer(640, 360), Layer(1280, 720)], width, height));

    [Fact]
    public void Learns_sizes_it_has_not_seen_from_those_it_has()
    {
        // 640x480 capture, of which only the smallest layer has told its size.
        LayerState[] layers = [Layer(160, 120), Layer(0, 0), Layer(0, 0)];
        Assert.Equal(2, LayerChoice.Pick(layers, 640, 480));
        Assert.Equal(1, LayerChoice.Pick(layers, 320, 240));
        layers = [Layer(0, 0), Layer(0, 0), Layer(640, 480)];
        Assert.Equal(0, LayerChoice.Pick(layers, 160, 120));
    }

    [Fact]
    public void Prefers_a_smaller_active_layer_to_a_larger_one()
    {
        var (asleep, awake) = (Layer(640, 360, active: false), true);
        Assert.Equal(0, LayerChoice.Pick([Layer(320, 180, awake), asleep, Layer(1280, 720, awake)], 640, 360));
        Assert.Equal(2, LayerChoice.Pick([Layer(320, 180, false), asleep, Layer(1280, 720, awake)], 640, 360));
    }

    [Fact]
    public void Has_nothing_to_choose_from_a_source_that_never_sent()
    {
        var never = new LayerState(0, 0, Exists: false, Active: false);
        Assert.Equal(LayerChoice.None, LayerChoice.Pick([never, never, never], 640, 360));
        Assert.Equal(LayerChoice.None, LayerChoice.Pick([], 640, 360));
        Assert.Equal(0, LayerChoice.Pick([Layer(320, 180, active: false), never, never], 0, 0));
    }

    private static LayerState Layer(int width, int height, bool active = true) => new(width, height, Exists: true, active);
}
