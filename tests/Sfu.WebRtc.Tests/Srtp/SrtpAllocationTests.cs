using Sfu.Testing;
using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Srtp;

public sealed class SrtpAllocationTests
{
    private const int Packets = 2000;

    public static TheoryData<SrtpProtectionProfile> Profiles => SrtpPair.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Protecting_and_verifying_allocate_nothing_per_packet(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var plain = pair.Rtp(1, 0, 1100);
        var buffer = new byte[plain.Length + pair.Sender.MaxOverhead];

        Assert.Equal(Packets / 10, Run(0, Packets / 10)); // streams and code come into being here
        var (next, accepted) = (Packets / 10, 0);
        var allocated = Allocation.BytesOf(() =>
        {
            accepted = Run(next, Packets / 20);
            next += Packets / 20;
        });

        Assert.Equal(Packets / 20, accepted);
        Assert.Equal(0, allocated);

        int Run(int first, int count)
        {
            var good = 0;
            for (var index = first; index < first + count; index++)
            {
                plain.CopyTo(buffer, 0);
                buffer[2] = (byte)(index >> 8);
                buffer[3] = (byte)index;
                var length = pair.Sender.ProtectRtp(buffer, SrtpPair.HeaderLength, plain.Length, 0);
                buffer[length - 1] ^= 1;
                if (pair.Receiver.TryUnprotectRtp(buffer.AsSpan(0, length), SrtpPair.HeaderLength, out _))
                    return -1;
                buffer[length - 1] ^= 1;
                if (pair.Receiver.TryUnprotectRtp(buffer.AsSpan(0, length), SrtpPair.HeaderLength, out _))
                    good++;

                length = pair.Sender.ProtectRtcp(buffer, 60);
                var once = pair.Receiver.TryUnprotectRtcp(buffer.AsSpan(0, length), out _);
                var twice = pair.Receiver.TryUnprotectRtcp(buffer.AsSpan(0, length), out _);
                if (!once || twice)
                    return -1;
            }

            return good;
        }
    }
}
