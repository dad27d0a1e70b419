using System.Text;
using System.Text.Encodings.Web;

namespace Sfu.Server.Pages;

/// <summary>A page of text that needs no script, in the client's style. Every piece of text is encoded here and nowhere else.</summary>
internal static class TextPage
{
    public static string Render(string language, string siteName, IReadOnlyList<TextBlock> blocks)
    {
        var html = new StringBuilder();
        var title = blocks.FirstOrDefault(block => block.Kind == BlockKind.Heading)?.Lines[0].Aggregate("", (text, span) => text + span.Text) ?? siteName;
        var (other, otherName, home) = language == "de" ? ("en", "English", "Zur Startseite") : ("de", "Deutsch", "To the start page");
        html.Append("<!doctype html>\n<html lang=\"").Append(language).Append("\"><head><meta charset=\"utf-8\"><title>")
            .Append(Encode(title)).Append(" · ").Append(Encode(siteName))
            .Append("</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">")
            .Append("<link rel=\"icon\" href=\"/branding/favicon\"><link rel=\"stylesheet\" href=\"/app/main.css\"><link rel=\"stylesheet\" href=\"/branding/style.css\"></head>")
            .Append("<body class=\"document\"><nav><a href=\"/\">").Append(home).Append("</a> <a hreflang=\"").Append(other).Append("\" lang=\"").Append(other)
            .Append("\" href=\"?lang=").Append(other).Append("\">").Append(otherName).Append("</a></nav><main class=\"prose\">");
        foreach (var block in blocks)
        {
            AddBlock(html, block);
        }

        return html.Append("</main></body></html>\n").ToString();
    }

    private static void AddBlock(StringBuilder html, TextBlock block)
    {
        var (outer, inner) = block.Kind switch
        {
            BlockKind.Heading => ("h" + (char)('0' + block.Level), ""),
            BlockKind.List => ("ul", "li"),
            BlockKind.NumberedList => ("ol", "li"),
            _ => ("p", ""),
        };
        html.Append('<').Append(outer).Append('>');
        foreach (var line in block.Lines)
        {
            html.Append(inner.Length > 0 ? $"<{inner}>" : "");
            foreach (var span in line)
            {
                AddSpan(html, span);
            }

            html.Append(inner.Length > 0 ? $"</{inner}>" : "");
        }

        html.Append("</").Append(outer).Append(">\n");
    }

    private static void AddSpan(StringBuilder html, TextSpan span)
    {
        if (span.Href is { } href)
        {
            html.Append("<a rel=\"noopener noreferrer\" href=\"").Append(Encode(href)).Append("\">").Append(Encode(span.Text)).Append("</a>");
            return;
        }

        var tag = span.Style switch { SpanStyle.Strong => "strong", SpanStyle.Emphasis => "em", SpanStyle.Code => "code", _ => null };
        html.Append(tag is null ? "" : $"<{tag}>").Append(Encode(span.Text)).Append(tag is null ? "" : $"</{tag}>");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
