namespace Sfu.Wire.Sdp;

/// <summary>One <c>m=</c> line and the attributes below it. Port 0 means the section is refused (RFC 3264 §6).</summary>
public sealed record SdpMediaDescription(string Kind, int Port, string Protocol, IReadOnlyList<string> Formats)
{
    public SdpAttributes Attributes { get; } = new();

    /// <summary>The section's name (RFC 5888), or null.</summary>
    public string? Mid => Attributes.Find("mid");
}
