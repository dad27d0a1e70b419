using System.ComponentModel.DataAnnotations;
using Sfu.Rooms;

namespace Sfu.Server.Options;

/// <summary>
/// Everything an operator can set, under <c>Sfu:</c> in appsettings.json, the environment or on the command line. Read once at the
/// start by <see cref="StrictBinder"/>; immutable. Every key is listed in docs/operations.md, which a test compares.
/// </summary>
public sealed record SfuOptions
{
    public MediaOptions Media { get; init; } = new();

    public StunOptions Stun { get; init; } = new();

    public RoomsOptions Rooms { get; init; } = new();

    public ConsentOptions Consent { get; init; } = new();

    public PagesOptions Pages { get; init; } = new();

    public LegalOptions Legal { get; init; } = new();

    public BrandingOptions Branding { get; init; } = new();

    public LogsOptions Logs { get; init; } = new();

    public MetricsOptions Metrics { get; init; } = new();

    public HubAccessOptions Hub { get; init; } = new();

    public Limits Limits { get; init; } = new();

    /// <summary>Folder for the one key file; relative to the program. Nothing else is written there.</summary>
    public string DataDirectory { get; init; } = "data";
}

public sealed record MediaOptions
{
    /// <summary>First UDP port; worker n listens on this plus n. 0 takes any free one.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 10000;

    /// <summary>Media threads, each with a port of its own.</summary>
    [Range(1, 64)]
    public int Workers { get; init; } = 1;

    /// <summary>IP addresses told to browsers; empty: those of the network interfaces.</summary>
    public IReadOnlyList<string> Advertise { get; init; } = [];

    public MediaBackend Backend { get; init; } = MediaBackend.Auto;
}

/// <summary>How datagrams reach the operating system.</summary>
public enum MediaBackend
{
    Auto,
    Linux,
    Socket,
}

public sealed record StunOptions
{
    /// <summary>UDP port of the plain STUN responder; 0 switches it off.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 3478;
}

public sealed record RoomsOptions
{
    public RoomCreation Creation { get; init; } = RoomCreation.Auto;
}

/// <summary>Who may open a room.</summary>
public enum RoomCreation
{
    /// <summary><see cref="Open"/> when no other machine can reach the server, otherwise <see cref="Code"/>.</summary>
    Auto,

    /// <summary>Anybody; the first in owns it.</summary>
    Open,

    /// <summary>Whoever has the creator code or an owner's or moderator's link.</summary>
    Code,

    /// <summary>Nobody comes in without a link.</summary>
    Links,
}

public sealed record ConsentOptions
{
    /// <summary>Visitors accept a text before anything else; without, the hub refuses them.</summary>
    public bool Enabled { get; init; } = true;

    public ConsentTextOptions De { get; init; } = new();

    public ConsentTextOptions En { get; init; } = new();
}

/// <summary>The dialogue in one language; what is empty is filled with a standard text.</summary>
public sealed record ConsentTextOptions
{
    public string Title { get; init; } = "";

    /// <summary>Markdown.</summary>
    public string Text { get; init; } = "";

    /// <summary>A file with Markdown; wins over <see cref="Text"/>.</summary>
    public string TextFile { get; init; } = "";
}

public sealed record HubAccessOptions
{
    /// <summary>Further web origins whose pages may open the hub; the server's own always may.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
}
