using System.Buffers;

namespace Sfu.Rooms.Names;

/// <summary>
/// A room's name, which is also its address: <c>/{room}</c>. Compared without regard to case, so that a link survives being dictated.
/// Equality is by <see cref="Key"/>.
/// </summary>
public sealed class RoomName : IEquatable<RoomName>
{
    /// <summary>Characters that end or escape a path segment; a room named with one could not be linked to.</summary>
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("/\\?#%");

    private RoomName(string value, string key)
    {
        Value = value;
        Key = key;
    }

    /// <summary>As first typed, cleaned.</summary>
    public string Value { get; }

    /// <summary>What identifies the room.</summary>
    public string Key { get; }

    /// <summary>
    /// Unlike a person's name, invisible characters are refused: the address in the link must be what people see. False leaves the
    /// reason as a sentence for developers.
    /// </summary>
    public static bool TryParse(string text, out RoomName? name, out string reason)
    {
        name = null;
        reason = Check(text, out var cleaned, out var key);
        if (reason.Length > 0)
        {
            return false;
        }

        name = new RoomName(cleaned, key);
        return true;
    }

    private static string Check(string text, out string cleaned, out string key)
    {
        cleaned = key = "";
        if (text.Length > Limits.NameInputChars || !TextRules.IsWellFormed(text))
        {
            return "The room name is far too long or holds half a surrogate pair.";
        }

        if (text.EnumerateRunes().Any(rune => TextRules.IsInvisible(rune) || rune.Value is 0x200C or 0x200D))
        {
            return "The room name holds a control or invisible character.";
        }

        cleaned = TextRules.Clean(text);
        if (!TextRules.HasInk(cleaned))
        {
            return "The room name is empty.";
        }

        if (cleaned.AsSpan().ContainsAny(PathCharacters) || cleaned[0] == '.')
        {
            return "The room name may not hold / \\ ? # % nor begin with a dot.";
        }

        if (!TextRules.IsWithin(cleaned, Limits.RoomNameGraphemes, Limits.NameBytes))
        {
            return $"The room name may have {Limits.RoomNameGraphemes} characters and {Limits.NameBytes} bytes of UTF-8.";
        }

        // Up and down again folds pairs that one direction leaves apart, such as the two Greek small sigmas.
        key = cleaned.ToUpperInvariant().ToLowerInvariant();
        return ReservedNames.Contains(key) ? "The room name is an address the server needs itself." : "";
    }

    public bool Equals(RoomName? other) => other is not null && Key == other.Key;

    public override bool Equals(object? obj) => Equals(obj as RoomName);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;
}
