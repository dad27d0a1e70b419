using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sfu.Wire.Sdp;

/// <summary>
/// A session description (RFC 8866) cut into sections and attributes, with limits checked before memory is taken.
/// It says what was written, not whether that makes sense: see <see cref="SdpAnswerReader"/> and <see cref="SdpOfferReader"/>.
/// </summary>
public sealed class SessionDescription
{
    /// <summary>Above any browser's answer to 34 sections (about 30 KiB), and the hub's own message limit.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Our largest offer has 34.</summary>
    public const int MaxSections = 64;

    /// <summary>Per section and for the session; Chromium's fullest section has about 60.</summary>
    public const int MaxAttributes = 200;

    /// <summary>Payload types on one m-line; there are only 128.</summary>
    private const int MaxFormats = 128;

    private readonly List<SdpMediaDescription> _sections = [];

    private SessionDescription()
    {
    }

    /// <summary>The <c>o=</c> line without its type, or empty.</summary>
    public string Origin { get; private set; } = "";

    /// <summary>Attributes above the first section.</summary>
    public SdpAttributes Attributes { get; } = new();

    public IReadOnlyList<SdpMediaDescription> Sections => _sections;

    /// <summary>Parses a description; otherwise <paramref name="reason"/> says in a sentence what is wrong with it.</summary>
    public static bool TryParse(string? sdp, [NotNullWhen(true)] out SessionDescription? session, out string reason)
    {
        session = null;
        if (string.IsNullOrEmpty(sdp))
            return SdpRefusal.Because("The description is empty.", out reason);
        if (sdp.Length > MaxLength)
            return SdpRefusal.Because($"The description is longer than {MaxLength} characters.", out reason);

        var parsed = new SessionDescription();
        var number = 0;
        foreach (var rawLine in sdp.AsSpan().TrimEnd("\r\n").EnumerateLines())
        {
            number++;
            if (!parsed.TryAddLine(rawLine, number, out var problem))
                return SdpRefusal.Because($"Line {number}: {problem}", out reason);
        }

        session = parsed;
        reason = "";
        return true;
    }

    private bool TryAddLine(ReadOnlySpan<char> line, int number, out string problem)
    {
        problem = "";
        if (line.Length < 2 || line[1] != '=' || !char.IsAsciiLetterLower(line[0]))
            return SdpRefusal.Because("not of the form x=value.", out problem);
        if (line.ContainsAnyInRange('\0', '\x1F') || line.Contains('\x7F'))
            return SdpRefusal.Because("contains a control character.", out problem);

        var value = line[2..];
        if (number == 1)
            return line is "v=0" || SdpRefusal.Because("a description begins with v=0.", out problem);
        switch (line[0])
        {
            case 'v':
                return SdpRefusal.Because("v= comes only once.", out problem);
            case 'o':
                Origin = value.ToString();
                return true;
            case 'm':
                return TryAddSection(value, out problem);
            case 'a':
                return TryAddAttribute(value, out problem);
            default:
                return true; // s= t= c= b= and the like carry nothing we use
        }
    }

    private bool TryAddSection(ReadOnlySpan<char> value, out string problem)
    {
        problem = "";
        if (_sections.Count == MaxSections)
            return SdpRefusal.Because($"more than {MaxSections} sections.", out problem);
        var fields = value.ToString().Split(' ', MaxFormats + 4);
        if (fields.Length is < 4 or > MaxFormats + 3 || fields.Any(string.IsNullOrEmpty))
            return SdpRefusal.Because("not of the form m=kind port protocol formats.", out problem);
        if (!ushort.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return SdpRefusal.Because("the port is not a number below 65536.", out problem);
        _sections.Add(new SdpMediaDescription(fields[0], port, fields[2], fields[3..]));
        return true;
    }

    private bool TryAddAttribute(ReadOnlySpan<char> value, out string problem)
    {
        problem = "";
        var attributes = _sections.Count == 0 ? Attributes : _sections[^1].Attributes;
        if (attributes.Count == MaxAttributes)
            return SdpRefusal.Because($"more than {MaxAttributes} attributes in one section.", out problem);
        var colon = value.IndexOf(':');
        var name = colon < 0 ? value : value[..colon];
        if (name.IsEmpty || name.Contains(' '))
            return SdpRefusal.Because("an attribute needs a name.", out problem);
        attributes.Add(new SdpAttribute(name.ToString(), colon < 0 ? "" : value[(colon + 1)..].ToString()));
        return true;
    }
}
