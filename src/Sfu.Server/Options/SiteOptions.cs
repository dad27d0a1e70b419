using System.ComponentModel.DataAnnotations;

namespace Sfu.Server.Options;

public sealed record PagesOptions
{
    /// <summary>Web origins that may show the pages in a frame; the server's own always may.</summary>
    public IReadOnlyList<string> FrameAncestors { get; init; } = [];
}

/// <summary>Who answers for this server, and the papers.</summary>
public sealed record LegalOptions
{
    /// <summary>Name and address for the privacy notice.</summary>
    public string Operator { get; init; } = "";

    /// <summary>Address of the imprint.</summary>
    public string Imprint { get; init; } = "";

    /// <summary>Address of a privacy notice elsewhere; empty: the server's own.</summary>
    public string Privacy { get; init; } = "";

    /// <summary>Address of the terms of use.</summary>
    public string Terms { get; init; } = "";

    /// <summary>A file with Markdown in place of the German standard notice.</summary>
    public string NoticeDe { get; init; } = "";

    /// <summary>A file with Markdown in place of the English standard notice.</summary>
    public string NoticeEn { get; init; } = "";
}

public sealed record BrandingOptions
{
    public string Name { get; init; } = "Sfu";

    /// <summary>A picture file.</summary>
    public string Logo { get; init; } = "";

    /// <summary>A picture file.</summary>
    public string Favicon { get; init; } = "";

    /// <summary>A picture file behind the start page and the page before the room.</summary>
    public string Background { get; init; } = "";

    /// <summary>Colour of buttons and links.</summary>
    public string Accent { get; init; } = "";

    /// <summary>Colour of the text on buttons; empty: white.</summary>
    public string AccentText { get; init; } = "";

    /// <summary>Colour of the page in the light scheme.</summary>
    public string BackgroundColour { get; init; } = "";

    /// <summary>Further links at the foot, each as <c>Label|address</c>.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}

public sealed record MetricsOptions
{
    /// <summary>Show <c>/metrics</c> to programs on this machine.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whoever sends it as a bearer token may read from anywhere; empty: nobody elsewhere.</summary>
    public string Token { get; init; } = "";
}

public sealed record LogsOptions
{
    public WebLogOptions Web { get; init; } = new();
}

public sealed record WebLogOptions
{
    /// <summary>Most days without the operator's express word.</summary>
    public const int MostDays = 14;

    public bool Enabled { get; init; }

    public string Directory { get; init; } = "logs";

    /// <summary>Days until a day's file is deleted.</summary>
    [Range(1, 3650)]
    public int Days { get; init; } = 10;

    /// <summary>The operator wants more than <see cref="MostDays"/> and has a reason.</summary>
    public bool KeepLongerThanFourteenDays { get; init; }
}
