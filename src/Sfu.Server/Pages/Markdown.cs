using System.Text;
using System.Text.RegularExpressions;

namespace Sfu.Server.Pages;

/// <summary>
/// Reads the part of Markdown that a notice needs: headings, paragraphs, lists, <c>**strong**</c>, <c>*emphasis*</c>, <c>`code`</c>,
/// <c>[text](address)</c>. The result is data, never markup: HTML in the text stays the text it is, and a link to anything but
/// <see cref="SafeLink"/> passes stays the text it was.
/// </summary>
internal static partial class Markdown
{
    public static IReadOnlyList<TextBlock> Read(string text)
    {
        var blocks = new List<TextBlock>();
        var paragraph = new List<string>();
        var items = new List<IReadOnlyList<TextSpan>>();
        var listKind = BlockKind.List;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Append(""))
        {
            var item = Item().Match(line);
            var kind = item.Groups["number"].Success ? BlockKind.NumberedList : BlockKind.List;
            if (items.Count > 0 && (!item.Success || kind != listKind))
            {
                blocks.Add(new TextBlock(listKind, 0, [.. items]));
                items.Clear();
            }

            var heading = Heading().Match(line);
            if (paragraph.Count > 0 && (line.Length == 0 || item.Success || heading.Success))
            {
                blocks.Add(new TextBlock(BlockKind.Paragraph, 0, [ReadLine(string.Join(' ', paragraph))]));
                paragraph.Clear();
            }

            if (item.Success)
            {
                listKind = kind;
                items.Add(ReadLine(item.Groups["text"].Value));
            }
            else if (heading.Success)
            {
                blocks.Add(new TextBlock(BlockKind.Heading, heading.Groups["level"].Length, [ReadLine(heading.Groups["text"].Value)]));
            }
            else if (line.Length > 0)
            {
                paragraph.Add(line);
            }
        }

        return blocks;
    }

    private static List<TextSpan> ReadLine(string line)
    {
        var spans = new List<TextSpan>();
        var plain = new StringBuilder();
        for (var at = 0; at < line.Length;)
        {
            if (line[at] == '\\' && at + 1 < line.Length && char.IsPunctuation(line[at + 1]))
            {
                plain.Append(line[at + 1]);
                at += 2;
            }
            else if (TryReadSpan(line, at, out var span, out var length))
            {
                AddPlain(spans, plain);
                spans.Add(span);
                at += length;
            }
            else
            {
                plain.Append(line[at++]);
            }
        }

        AddPlain(spans, plain);
        return spans;
    }

    private static bool TryReadSpan(string line, int at, out TextSpan span, out int length)
    {
        var match = Span().Match(line, at, line.Length - at);
        length = match.Length;
        span = match switch
        {
            { Success: false } => new TextSpan(""),
            _ when match.Groups["strong"] is { Success: true } strong => new TextSpan(strong.Value, SpanStyle.Strong),
            _ when match.Groups["emphasis"] is { Success: true } emphasis => new TextSpan(emphasis.Value, SpanStyle.Emphasis),
            _ when match.Groups["code"] is { Success: true } code => new TextSpan(code.Value, SpanStyle.Code),
            _ => new TextSpan(match.Groups["text"].Value, SpanStyle.Plain, match.Groups["address"].Value),
        };
        return match.Success && (span.Href is null || SafeLink.IsSafe(span.Href));
    }

    private static void AddPlain(List<TextSpan> spans, StringBuilder plain)
    {
        if (plain.Length > 0)
        {
            spans.Add(new TextSpan(plain.ToString()));
            plain.Clear();
        }
    }

    [GeneratedRegex(@"^(?<level>#{1,3})\s+(?<text>.+?)\s*#*$", RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?:[-*]|(?<number>[0-9]{1,3})[.)])\s+(?<text>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Item();

    // No alternative can match in two ways, so the time is linear in the line's length for each start.
    [GeneratedRegex(
        @"\G(?:\*\*(?<strong>[^*]{1,500})\*\*|\*(?<emphasis>[^*\s][^*]{0,499})\*|`(?<code>[^`]{1,500})`|\[(?<text>[^\[\]]{1,500})\]\((?<address>[^()\s]{1,2000})\))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Span();
}
