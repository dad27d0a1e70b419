using System.Collections.Frozen;
using System.Text;

namespace Sfu.Rooms.Names;

/// <summary>
/// Unicode normalisation form C (UAX #15). The framework's own needs the ICU library: in invariant globalisation mode, in which this
/// server runs so that it starts on any machine, <see cref="string.Normalize()"/> returns its input. Tables are built once.
/// </summary>
internal static class CanonicalComposition
{
    // Hangul syllables are composed by arithmetic: The Unicode Standard, section 3.12.
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TrailCount;

    private const int ComposesAgain = 0x40000000;

    private static readonly FrozenDictionary<int, (int First, int Second)> Mappings = ReadMappings();
    private static readonly FrozenDictionary<(int First, int Second), int> Compositions = ReadCompositions();
    private static readonly FrozenDictionary<int, byte> Classes = ReadClasses();

    public static string Compose(string text)
    {
        // Below U+0300 nothing decomposes into something that would not come back the same, and nothing combines.
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', '\u02FF') < 0)
        {
            return text;
        }

        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, points);
        }

        OrderMarks(points);
        ComposePairs(points);
        var composed = new StringBuilder(points.Count);
        foreach (var point in points)
        {
            composed.Append(new Rune(point).ToString());
        }

        return composed.ToString();
    }

    private static void Decompose(int point, List<int> output)
    {
        var syllable = point - SyllableBase;
        if (syllable is >= 0 and < SyllableCount)
        {
            output.Add(LeadBase + (syllable / (VowelCount * TrailCount)));
            output.Add(VowelBase + (syllable % (VowelCount * TrailCount) / TrailCount));
            if (syllable % TrailCount != 0)
            {
                output.Add(TrailBase + (syllable % TrailCount));
            }
        }
        else if (Mappings.TryGetValue(point, out var parts))
        {
            Decompose(parts.First, output);
            if (parts.Second != 0)
            {
                output.Add(parts.Second);
            }
        }
        else
        {
            output.Add(point);
        }
    }

    /// <summary>Canonical ordering: a stable sort by class of every run of marks. Quadratic in the run, which names bound.</summary>
    private static void OrderMarks(List<int> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var point = points[i];
            var order = ClassOf(point);
            var at = i;
            while (order != 0 && at > 0 && ClassOf(points[at - 1]) > order)
            {
                points[at] = points[at - 1];
                at--;
            }

            points[at] = point;
        }
    }

    private static void ComposePairs(List<int> points)
    {
        var starter = -1;
        var previousClass = -1;
        var kept = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            var order = ClassOf(point);
            var blocked = previousClass != -1 && previousClass >= order;
            if (starter >= 0 && !blocked && TryComposePair(points[starter], point, out var composed))
            {
                points[starter] = composed;
                continue;
            }

            points[kept] = point;
            if (order == 0)
            {
                starter = kept;
                previousClass = -1;
            }
            else
            {
                previousClass = order;
            }

            kept++;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private static bool TryComposePair(int first, int second, out int composed)
    {
        if (first - LeadBase is >= 0 and < LeadCount && second - VowelBase is >= 0 and < VowelCount)
        {
            composed = SyllableBase + ((((first - LeadBase) * VowelCount) + (second - VowelBase)) * TrailCount);
            return true;
        }

        var syllable = first - SyllableBase;
        if (syllable is >= 0 and < SyllableCount && syllable % TrailCount == 0 && second - TrailBase is > 0 and < TrailCount)
        {
            composed = first + second - TrailBase;
            return true;
        }

        return Compositions.TryGetValue((first, second), out composed);
    }

    private static byte ClassOf(int point) => Classes.GetValueOrDefault(point);

    private static FrozenDictionary<int, (int First, int Second)> ReadMappings()
    {
        var table = CompositionTable.Mappings;
        var mappings = new Dictionary<int, (int, int)>(table.Length / 3);
        for (var i = 0; i < table.Length; i += 3)
        {
            mappings.Add(table[i], (table[i + 1], table[i + 2] & ~ComposesAgain));
        }

        return mappings.ToFrozenDictionary();
    }

    private static FrozenDictionary<(int First, int Second), int> ReadCompositions()
    {
        var table = CompositionTable.Mappings;
        var compositions = new Dictionary<(int, int), int>();
        for (var i = 0; i < table.Length; i += 3)
        {
            if ((table[i + 2] & ComposesAgain) != 0)
            {
                compositions.Add((table[i + 1], table[i + 2] & ~ComposesAgain), table[i]);
            }
        }

        return compositions.ToFrozenDictionary();
    }

    private static FrozenDictionary<int, byte> ReadClasses()
    {
        var table = CompositionTable.Classes;
        var classes = new Dictionary<int, byte>();
        for (var i = 0; i < table.Length; i += 3)
        {
            for (var point = table[i]; point <= table[i + 1]; point++)
            {
                classes.Add(point, (byte)table[i + 2]);
            }
        }

        return classes.ToFrozenDictionary();
    }
}
