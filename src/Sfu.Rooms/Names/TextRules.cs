using System.Globalization;
using System.Text;

namespace Sfu.Rooms.Names;

/// <summary>
/// What any name typed by a person goes through before the server keeps or shows it: canonical composition, no invisible or
/// direction-changing characters, single spaces, no space at either end. Pure functions.
/// </summary>
internal static class TextRules
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>False when the text holds half a surrogate pair: no two programs agree on what that is.</summary>
    public static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }

    /// <summary>
    /// True for characters that change how a line is laid out or that nobody sees: controls, bidirectional marks and overrides,
    /// line and paragraph separators, private and unassigned code points. Joiners are left alone: emoji and Persian words need them.
    /// </summary>
    public static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => rune.Value is not (ZeroWidthJoiner or ZeroWidthNonJoiner),
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => true,
        _ => false,
    };

    /// <summary>True when at least one character leaves ink: marks and joiners alone would be an empty name that takes up room.</summary>
    public static bool HasInk(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category <= UnicodeCategory.OtherLetter
                || (category is >= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber)
                || category is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherSymbol)
            {
                // The Hangul fillers and the blank Braille cell are letters and symbols without ink.
                if (rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Composes, turns every run of white space into one space, trims, and leaves out what is invisible.</summary>
    public static string Clean(string text)
    {
        var cleaned = new StringBuilder(text.Length);
        var spacePending = false;
        foreach (var rune in text.EnumerateRunes())
        {
            // White space first: tab and line feed are controls too, and between two words they mean a space.
            if (Rune.IsWhiteSpace(rune))
            {
                spacePending = cleaned.Length > 0;
                continue;
            }

            if (IsInvisible(rune))
            {
                continue;
            }

            if (spacePending)
            {
                cleaned.Append(' ');
                spacePending = false;
            }

            cleaned.Append(rune.ToString());
        }

        return CanonicalComposition.Compose(cleaned.ToString());
    }

    public static bool IsWithin(string text, int maxGraphemes, int maxBytes) =>
        Encoding.UTF8.GetByteCount(text) <= maxBytes && new StringInfo(text).LengthInTextElements <= maxGraphemes;
}
