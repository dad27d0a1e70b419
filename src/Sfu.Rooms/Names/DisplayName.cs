namespace Sfu.Rooms.Names;

/// <summary>A participant's name as the others see it. Never a key: two people may have the same one.</summary>
public sealed record DisplayName
{
    private DisplayName(string value) => Value = value;

    public string Value { get; }

    /// <summary>
    /// Invisible characters are left out rather than refused: a name pasted from somewhere should not send its owner hunting for
    /// something that cannot be seen. False leaves the reason as a sentence for developers.
    /// </summary>
    public static bool TryParse(string text, out DisplayName? name, out string reason)
    {
        name = null;
        if (text.Length > Limits.NameInputChars || !TextRules.IsWellFormed(text))
        {
            reason = "The name is far too long or holds half a surrogate pair.";
            return false;
        }

        var cleaned = TextRules.Clean(text);
        if (!TextRules.HasInk(cleaned))
        {
            reason = "The name holds nothing that can be seen.";
            return false;
        }

        if (!TextRules.IsWithin(cleaned, Limits.DisplayNameGraphemes, Limits.NameBytes))
        {
            reason = $"The name may have {Limits.DisplayNameGraphemes} characters and {Limits.NameBytes} bytes of UTF-8.";
            return false;
        }

        name = new DisplayName(cleaned);
        reason = "";
        return true;
    }

    public override string ToString() => Value;
}
