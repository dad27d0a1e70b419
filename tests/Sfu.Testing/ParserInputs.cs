namespace Sfu.Testing;

/// <summary>What a parser made of its input as text (all fields that matter), or null where it refused.</summary>
public delegate string? Describe(ReadOnlySpan<byte> input);

/// <summary>What becomes of an input that is cut short.</summary>
public enum WhenCut
{
    /// <summary>Every proper prefix must be refused.</summary>
    Refused,

    /// <summary>Prefixes may be read (the format has no length of its own), but never throw.</summary>
    MayBeRead,
}

/// <summary>
/// Turns one valid input into many: exact, inside noise (a parser that looks past its span or before it answers
/// differently), and cut at every byte. The idea is that of the RESP reader tests of StackExchange.Redis.
/// </summary>
public static class ParserInputs
{
    private const int NoiseLength = 32;
    private static readonly byte[] Noises = [0xFF, 0x00, 0x80];

    /// <exception cref="CheckFailedException">With the input that was treated wrongly.</exception>
    public static void Multiply(ReadOnlySpan<byte> valid, Describe parse, WhenCut whenCut = WhenCut.Refused)
    {
        var expected = Run(parse, valid) ?? throw new CheckFailedException($"refused the exact input {Convert.ToHexString(valid)}");

        foreach (var noise in Noises)
        {
            var buffer = new byte[NoiseLength + valid.Length + NoiseLength];
            buffer.AsSpan().Fill(noise);
            valid.CopyTo(buffer.AsSpan(NoiseLength));
            var found = Run(parse, buffer.AsSpan(NoiseLength, valid.Length));
            if (found != expected)
                throw new CheckFailedException($"inside 0x{noise:X2} noise it reads \"{found}\" instead of \"{expected}\"");
        }

        for (var length = 0; length < valid.Length; length++)
        {
            // The cut-off bytes stay behind the span, where a careless parser would find them.
            var found = Run(parse, valid[..length]);
            if (found is not null && whenCut == WhenCut.Refused)
                throw new CheckFailedException($"accepted {length} of {valid.Length} bytes as \"{found}\": {Convert.ToHexString(valid[..length])}");
        }
    }

    private static string? Run(Describe parse, ReadOnlySpan<byte> input)
    {
        try
        {
            return parse(input);
        }
        catch (Exception e)
        {
            throw new CheckFailedException($"threw {e.GetType().Name} for {Convert.ToHexString(input)}", e);
        }
    }
}
