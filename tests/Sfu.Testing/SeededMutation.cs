namespace Sfu.Testing;

/// <summary>Reads everything a parser offers and keeps nothing; the result only stops the compiler from leaving work out.</summary>
public delegate int Consume(ReadOnlySpan<byte> input);

/// <summary>
/// Throws damaged copies of valid inputs at a parser: it must neither throw nor allocate. Same seed, same inputs.
/// </summary>
public static class SeededMutation
{
    public const int DefaultRounds = 20_000;
    private const int MaxLength = 1500;
    private const int MaxChanges = 8;

    /// <exception cref="CheckFailedException">With the seed, the round and the input.</exception>
    public static void NeitherThrowsNorAllocates(IReadOnlyList<byte[]> corpus, Consume parse, int seed = 1, int rounds = DefaultRounds)
    {
        var random = new Random(seed);
        var buffer = new byte[MaxLength];
        var sink = 0;

        // First use of a type may allocate once (static constructors); that is not the parser's doing.
        foreach (var input in corpus)
            sink += parse(input);

        for (var round = 0; round < rounds; round++)
        {
            var length = Mutate(random, corpus, buffer);
            long allocated;
            try
            {
                allocated = Allocation.BytesOf(() => sink += parse(buffer.AsSpan(0, length)));
            }
            catch (Exception e) when (e is not CheckFailedException)
            {
                throw new CheckFailedException($"seed {seed}, round {round}: threw {e.GetType().Name} for {Convert.ToHexString(buffer, 0, length)}", e);
            }

            if (allocated != 0)
                throw new CheckFailedException($"seed {seed}, round {round}: allocated {allocated} bytes for {Convert.ToHexString(buffer, 0, length)}");
        }

        GC.KeepAlive(sink);
    }

    private static int Mutate(Random random, IReadOnlyList<byte[]> corpus, byte[] buffer)
    {
        var source = corpus[random.Next(corpus.Count)];
        var length = Math.Min(source.Length, MaxLength);
        source.AsSpan(0, length).CopyTo(buffer);
        var changes = random.Next(1, MaxChanges);
        for (var i = 0; i < changes; i++)
            length = MutateOnce(random, corpus, buffer, length);
        return length;
    }

    private static int MutateOnce(Random random, IReadOnlyList<byte[]> corpus, byte[] buffer, int length)
    {
        if (length == 0)
        {
            buffer[0] = (byte)random.Next(256);
            return 1;
        }

        var at = random.Next(length);
        switch (random.Next(7))
        {
            case 0:
                buffer[at] ^= (byte)(1 << random.Next(8));
                return length;
            case 1:
                buffer[at] = (byte)random.Next(256);
                return length;
            case 2:
                // The values at which length fields go wrong.
                buffer[at] = Interesting[random.Next(Interesting.Length)];
                return length;
            case 3:
                return at;
            case 4:
                Buffer.BlockCopy(buffer, at + 1, buffer, at, length - at - 1);
                return length - 1;
            case 5 when length < MaxLength:
                Buffer.BlockCopy(buffer, at, buffer, at + 1, length - at);
                buffer[at] = (byte)random.Next(256);
                return length + 1;
            default:
                var other = corpus[random.Next(corpus.Count)];
                var from = random.Next(other.Length + 1);
                var count = Math.Min(other.Length - from, MaxLength - at);
                Buffer.BlockCopy(other, from, buffer, at, count);
                return Math.Max(length, at + count);
        }
    }

    private static ReadOnlySpan<byte> Interesting => [0x00, 0x01, 0x0F, 0x10, 0x7F, 0x80, 0x81, 0xBE, 0xDE, 0xFE, 0xFF];
}
