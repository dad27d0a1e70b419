using System.Diagnostics;
using Sfu.Wire.Sdp;

namespace Sfu.Wire.Tests.Sdp;

/// <summary>Two seconds of seeded damage to real answers: refused with a reason or read, never an exception.</summary>
public sealed class SdpMutationTests
{
    private const int Seed = 8866;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    private static readonly string[] Words =
        ["a=", "m=audio 0 UDP/TLS/RTP/SAVPF 111", "a=mid:", "a=simulcast:send ", "~", ";", ",", ":", " ", "\r\n", "a=ssrc-group:FID", "a=ssrc:", "a=extmap:", "/", "-1", "4294967296", "\u0000", "\u2028", "é", "a=group:BUNDLE", "a=fingerprint:sha-256 "];

    [Fact]
    public void Damaged_answers_and_offers_never_throw()
    {
        var offer = SdpSamples.Offer();
        string[] originals = [SdpSamples.Read("answer-chromium-156.sdp"), SdpSamples.Read("answer-firefox-153.sdp"), SdpAnswerWriter.Write(offer, SdpSamples.Client), SdpOfferWriter.Write(offer)];
        var random = new Random(Seed);
        var (rounds, read) = (0, 0);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Duration; rounds++)
        {
            var text = Damage(originals[random.Next(originals.Length)], random);
            if (SdpAnswerReader.TryRead(text, offer, out var answer, out var reason))
            {
                read++;
                AssertSubset(answer, offer);
            }
            else
            {
                Assert.NotEmpty(reason);
            }

            Assert.True(SdpOfferReader.TryRead(text, out _, out reason) || reason.Length > 0);
        }

        Assert.True(rounds > 100 && read > 0, $"{read} of {rounds} were read");
    }

    /// <summary>What is read promises no more than was offered, however it was damaged.</summary>
    private static void AssertSubset(SdpAnswer answer, SdpOffer offer)
    {
        Assert.Equal(offer.Sections.Count, answer.Sections.Count);
        Assert.NotEmpty(answer.Fingerprints);
        for (var index = 0; index < answer.Sections.Count; index++)
        {
            var (section, offered) = (answer.Sections[index], offer.Sections[index]);
            Assert.Equal(offered.Mid, section.Mid);
            Assert.Subset(offered.Codecs.Select(codec => codec.PayloadType).ToHashSet(), section.PayloadTypes.ToHashSet());
            Assert.Subset(offered.Extensions.Select(extension => extension.Id).ToHashSet(), section.ExtensionIds.ToHashSet());
            Assert.Subset((offered.Simulcast ? MediaProfile.Rids : []).ToHashSet(), section.Rids.ToHashSet());
            Assert.Equal(section.Accepted, section.Direction != SdpDirection.Inactive);
            Assert.Equal(section.Accepted, section.PayloadTypes.Count > 0);
        }
    }

    private static string Damage(string original, Random random)
    {
        var text = original;
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 40), text.Length - at);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Words[random.Next(Words.Length)]),
                2 => text.Insert(at, text.Substring(random.Next(text.Length - length + 1), length)),
                _ => text.Remove(at, 1).Insert(at, ((char)random.Next(32, 127)).ToString()),
            };
        }

        return text;
    }
}
