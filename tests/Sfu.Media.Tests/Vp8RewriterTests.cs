using Sfu.Media.Ingress;
using Sfu.Media.Layers;

namespace Sfu.Media.Tests;

public class Vp8RewriterTests
{
    [Fact]
    public void Passes_the_first_layer_through_and_continues_it_with_the_next()
    {
        var rewriter = new Vp8Rewriter();
        Assert.Equal((100, 7), rewriter.Rewrite(100, 7));
        Assert.Equal((101, 8), rewriter.Rewrite(101, 8));
        rewriter.Switch();
        Assert.Equal((102, 9), rewriter.Rewrite(20_000, 200));
        Assert.Equal((104, 10), rewriter.Rewrite(20_002, 201));
        rewriter.Switch();
        Assert.Equal((105, 11), rewriter.Rewrite(3, 3));
    }

    [Fact]
    public void Continues_from_the_newest_picture_even_when_an_older_one_came_last()
    {
        var rewriter = new Vp8Rewriter();
        rewriter.Rewrite(100, 7);
        rewriter.Rewrite(102, 9);
        rewriter.Rewrite(101, 8);
        rewriter.Switch();
        Assert.Equal((103, 10), rewriter.Rewrite(5, 5));
    }

    [Fact]
    public void Wraps_as_the_fields_do()
    {
        var rewriter = new Vp8Rewriter();
        rewriter.Rewrite(0x7FFF, 255);
        rewriter.Switch();
        Assert.Equal((0, 0), rewriter.Rewrite(9, 9));
        rewriter.Switch();
        Assert.Equal((1, 1), rewriter.Rewrite(0x7FFF, 255));
        Assert.Equal((2, 2), rewriter.Rewrite(0, 0));
    }

    [Fact]
    public void Seven_bit_ids_run_on_in_fifteen_bits()
    {
        var widener = new PictureIdWidener();
        var wide = (int)widener.Widen(120);
        Assert.Equal(120, wide);
        for (var picture = 121; picture < 100_000; picture++)
        {
            // Every seventh comes late by one.
            Assert.Equal(picture & 0x7FFF, widener.Widen(picture & 0x7F));
            if (picture % 7 == 0)
                Assert.Equal((picture - 1) & 0x7FFF, widener.Widen((picture - 1) & 0x7F));
        }
    }
}
