using System.Diagnostics;
using Sfu.Wire.Stun;

namespace Sfu.Wire.Tests.Stun;

/// <summary>Two seconds of seeded damage: whatever is read must be readable to the end, and only the undamaged is authentic.</summary>
public sealed class StunMutationTests
{
    private const int Seed = 20_489;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    [Fact]
    public void Damaged_messages_never_throw_and_never_verify()
    {
        byte[][] originals = [Rfc5769StunVectorsTests.Section21Request, Rfc5769StunVectorsTests.Section22ResponseIPv4, Rfc5769StunVectorsTests.Section23ResponseIPv6];
        var random = new Random(Seed);
        var (rounds, read) = (0, 0);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Duration; rounds++)
        {
            var original = originals[random.Next(originals.Length)];
            var damaged = Damage(original, random);
            if (!StunMessageReader.TryRead(damaged, out var message))
                continue;
            read++;
            StunMessageReaderTests.TouchEverything(message);
            if (message.VerifyIntegrity(Rfc5769StunVectorsTests.Password) && !CoversTheSame(damaged, original))
                Assert.Fail($"Round {rounds} of seed {Seed} forged {Convert.ToHexString(damaged)}");
        }

        Assert.True(rounds > 1000 && read > rounds / 100, $"{read} of {rounds} were read");
    }

    // The HMAC ends with its 20 bytes; FINGERPRINT and what else follows is not its business.
    private static bool CoversTheSame(byte[] damaged, byte[] original)
    {
        var covered = original.Length - 8;
        return damaged.Length >= covered && damaged.AsSpan(4, covered - 4).SequenceEqual(original.AsSpan(4, covered - 4)) && damaged.AsSpan(0, 2).SequenceEqual(original.AsSpan(0, 2));
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(4, bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.InsertRange(at & ~3, [(byte)random.Next(256), (byte)random.Next(256), 0, 0]); break;
                case 3: bytes.RemoveRange(at & ~3, Math.Min(4, bytes.Count - (at & ~3))); break;
                default: bytes.AddRange(original.AsSpan(20, 4 * random.Next((original.Length - 20) / 4)).ToArray()); break;
            }

            if (bytes.Count < 24)
                break;
        }

        // Most of the time mend the length, so that the attributes are looked at.
        if (random.Next(8) != 0 && bytes.Count >= 20)
            (bytes[2], bytes[3]) = ((byte)((bytes.Count - 20) >> 8), (byte)(bytes.Count - 20));
        return [.. bytes];
    }
}
