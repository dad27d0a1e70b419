using System.Globalization;
using System.Text;
using Sfu.Rooms.Names;

namespace Sfu.Rooms;

/// <summary>Text that people write to each other: lines are kept, what changes the direction of other text or cannot be seen is left out.</summary>
public static class MessageText
{
    public static bool TryParse(string text, int mostChars, bool mayBeEmpty, out string cleaned)
    {
        cleaned = "";
        if (text.Length > mostChars || !TextRules.IsWellFormed(text))
        {
            return false;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n' || !TextRules.IsInvisible(rune))
            {
                kept.Append(rune.ToString());
            }
        }

        cleaned = kept.ToString().Trim();
        return cleaned.Length == 0 ? mayBeEmpty : TextRules.HasInk(cleaned);
    }

    /// <summary>One emoji: a single grapheme with a symbol in it.</summary>
    public static bool IsEmoji(string text) =>
        text.Length is > 0 and <= Limits.EmojiChars && TextRules.IsWellFormed(text) && new StringInfo(text).LengthInTextElements == 1
        && text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol || rune.Value == 0x20E3)
        && text.EnumerateRunes().All(rune => rune.Value is 0x200D || !TextRules.IsInvisible(rune));
}
