using System.Diagnostics;
using Sfu.Server.Pages;

namespace Sfu.Server.Tests.Pages;

public sealed class MarkdownTests
{
    [Fact]
    public void Blocks_and_styles_are_read()
    {
        var blocks = Markdown.Read("# Hello #\nOne **two**\nthree *four* `five` [six](https://a.example/x)\n\n- a\n* b\n1. c\n2) d\n## Next");
        Assert.Equal(
            [(BlockKind.Heading, 1), (BlockKind.Paragraph, 0), (BlockKind.List, 0), (BlockKind.NumberedList, 0), (BlockKind.Heading, 2)],
            blocks.Select(block => (block.Kind, block.Level)));
        Assert.Equal(
            [
                new TextSpan("One "), new TextSpan("two", SpanStyle.Strong), new TextSpan(" three "), new TextSpan("four", SpanStyle.Emphasis), new TextSpan(" "),
                new TextSpan("five", SpanStyle.Code), new TextSpan(" "), new TextSpan("six", SpanStyle.Plain, "https://a.example/x"),
            ],
            blocks[1].Lines[0]);
        Assert.Equal(["a", "b"], blocks[2].Lines.Select(line => Assert.Single(line).Text));
    }

    [Theory]
    [InlineData("https://a.example", true)]
    [InlineData("http://a.example/b?c#d", true)]
    [InlineData("mailto:board@club.example", true)]
    [InlineData("/privacy", true)]
    [InlineData("/", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("JaVaScRiPt:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("vbscript:x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("java\nscript:alert(1)", false)]
    [InlineData(" https://a.example", false)]
    [InlineData("relative", false)]
    [InlineData("", false)]
    public void Links_lead_to_web_pages_and_mail_only(string address, bool isSafe)
    {
        Assert.Equal(isSafe, SafeLink.IsSafe(address));
        var spans = Markdown.Read($"see [here]({address})").SelectMany(block => block.Lines).SelectMany(line => line);
        Assert.Equal(isSafe, spans.Any(span => span.Href is not null));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("2 * 3 * 4")]
    [InlineData("[no link] (https://a.example)")]
    [InlineData("**")]
    public void What_is_no_markdown_stays_the_text_it_is(string text)
    {
        var block = Assert.Single(Markdown.Read(text));
        Assert.Equal(text, string.Concat(block.Lines[0].Select(span => span.Text)));
        Assert.All(block.Lines[0], span => Assert.Equal((SpanStyle.Plain, null), (span.Style, span.Href)));
    }

    [Fact]
    public void A_backslash_keeps_a_mark_as_it_is() =>
        Assert.Equal(new TextSpan("*not* this"), Assert.Single(Assert.Single(Markdown.Read(@"\*not\* this")).Lines[0]));

    [Theory]
    [InlineData("*")]
    [InlineData("[")]
    [InlineData("[a](")]
    [InlineData("`")]
    [InlineData("# ")]
    [InlineData("- ")]
    public void Text_made_to_be_slow_is_not(string part)
    {
        var started = Stopwatch.GetTimestamp();
        Assert.NotNull(Markdown.Read(string.Concat(Enumerable.Repeat(part, 100_000 / part.Length))));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5), Stopwatch.GetElapsedTime(started).ToString());
    }
}
