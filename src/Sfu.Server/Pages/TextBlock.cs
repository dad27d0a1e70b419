namespace Sfu.Server.Pages;

/// <summary>What a block of an operator's text is.</summary>
internal enum BlockKind
{
    Paragraph,
    Heading,
    List,
    NumberedList,
}

internal enum SpanStyle
{
    Plain,
    Strong,
    Emphasis,
    Code,
}

/// <summary>A run of text in one style; with <paramref name="Href"/> a link, whose address <see cref="SafeLink"/> has passed.</summary>
internal sealed record TextSpan(string Text, SpanStyle Style = SpanStyle.Plain, string? Href = null);

/// <summary>A paragraph or heading has one line, a list one per item. <paramref name="Level"/> is a heading's, 0 elsewhere.</summary>
internal sealed record TextBlock(BlockKind Kind, int Level, IReadOnlyList<IReadOnlyList<TextSpan>> Lines);
