using Sfu.Testing;
using Sfu.Wire.Rtp;

namespace Sfu.Wire.Tests.Rtp;

public sealed class RtpExtensionTests
{
    [Theory]
    // RFC 8285 §4.2, §4.3: the examples' shapes with data filled in.
    [InlineData(0xBEDE, "10AA" + "21BBCC" + "00" + "00" + "33DDDDDDDD", "1=AA 2=BBCC 3=DDDDDDDD")]
    [InlineData(0x1000, "0100" + "0201BB" + "00" + "0304DDDDDDDD" + "00", "1= 2=BB 3=DDDDDDDD")]
    [InlineData(0x100F, "FF0101", "255=01")]
    [InlineData(0xBEDE, "E000", "14=00")]
    [InlineData(0xBEDE, "1F00112233445566778899AABBCCDDEEFF", "1=00112233445566778899AABBCCDDEEFF")]
    // Id 15 and id 0 with a length end the list; what came before counts.
    [InlineData(0xBEDE, "10AA" + "F000" + "20BB", "1=AA")]
    [InlineData(0xBEDE, "10AA" + "0100" + "20BB", "1=AA")]
    // An element past the end, and a two-byte header of which only the first byte is there.
    [InlineData(0xBEDE, "10AA" + "2FBB", "1=AA")]
    [InlineData(0x1000, "0101AA" + "0205BB", "1=AA")]
    [InlineData(0x1000, "0101AA" + "02", "1=AA")]
    // Profiles that are none of RFC 8285's.
    [InlineData(0x1010, "0101AA", "")]
    [InlineData(0x0000, "10AA", "")]
    [InlineData(0xBEDF, "10AA", "")]
    [InlineData(0xBEDE, "", "")]
    [InlineData(0xBEDE, "000000", "")]
    public void Reads_elements_of_both_profiles(int profile, string data, string expected) =>
        Assert.Equal(expected, Elements((ushort)profile, Convert.FromHexString(data)));

    [Theory]
    [InlineData(0xBEDE, "10AA21BBCC000033DDDDDDDD")]
    [InlineData(0x1000, "01000201BB000304DDDDDDDD")]
    public void A_cut_list_yields_only_whole_elements(int profile, string hex)
    {
        var data = Convert.FromHexString(hex);
        var whole = Elements((ushort)profile, data);
        for (var length = 0; length < data.Length; length++)
            Assert.StartsWith(Elements((ushort)profile, data.AsSpan(0, length)), whole, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_back_in_both_profiles()
    {
        var random = new Random(8285);
        for (var round = 0; round < 2000; round++)
        {
            var twoByte = random.Next(2) == 0;
            var packet = new byte[1500];
            random.NextBytes(packet);
            var csrcs = random.Next(16);
            var length = RtpHeaderWriter.Write(packet, random.Next(2) == 0, (byte)random.Next(128), (ushort)random.Next(65536), (uint)random.Next(), (uint)random.Next());
            RtpHeaderWriter.WriteCsrcCount(packet, csrcs);
            var writer = new RtpExtensionWriter(packet, length + csrcs * 4, twoByte);
            var expected = new List<string>();
            var count = random.Next(1, 6);
            for (var i = 0; i < count; i++)
            {
                var id = (byte)random.Next(1, twoByte ? 256 : 15);
                var data = new byte[random.Next(twoByte ? 0 : 1, twoByte ? 100 : 17)];
                random.NextBytes(data);
                writer.Write(id, data);
                Assert.Equal(data, packet.AsSpan(writer.LastDataOffset, data.Length).ToArray());
                expected.Add($"{id}={Convert.ToHexString(data)}");
            }

            var headerLength = writer.Finish();
            Assert.True(RtpPacketReader.TryRead(packet.AsSpan(0, headerLength), out var rtp));
            Assert.Equal(headerLength, rtp.HeaderLength);
            Assert.Equal(string.Join(' ', expected), Elements(rtp.ExtensionProfile, rtp.ExtensionData));
        }
    }

    [Fact]
    public void Without_elements_no_extension_is_written()
    {
        var packet = new byte[64];
        var length = RtpHeaderWriter.Write(packet, false, 111, 1, 2, 3);
        var writer = new RtpExtensionWriter(packet, length);
        Assert.Equal(length, writer.Finish());
        Assert.True(RtpPacketReader.TryRead(packet, out var rtp));
        Assert.False(rtp.HasExtension);
    }

    [Fact]
    public void Elements_that_do_not_fit_the_profile_are_a_programming_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RtpExtensionWriter(new byte[64], 12).Reserve(0, 1).Clear());
        Assert.Throws<ArgumentOutOfRangeException>(() => new RtpExtensionWriter(new byte[64], 12).Reserve(15, 1).Clear());
        Assert.Throws<ArgumentOutOfRangeException>(() => new RtpExtensionWriter(new byte[64], 12).Reserve(1, 0).Clear());
        Assert.Throws<ArgumentOutOfRangeException>(() => new RtpExtensionWriter(new byte[64], 12).Reserve(1, 17).Clear());
        Assert.Throws<ArgumentOutOfRangeException>(() => new RtpExtensionWriter(new byte[999], 12, twoByte: true).Reserve(1, 256).Clear());
    }

    [Fact]
    public void Audio_level_keeps_voice_bit_and_level()
    {
        for (var value = 0; value < 256; value++)
        {
            Assert.True(AudioLevel.TryRead([(byte)value], out var level));
            Assert.Equal(value >= 128, level.Voice);
            Assert.Equal(value & 0x7F, level.NegativeDbov);
            Assert.Equal(value, level.ToByte());
        }

        Assert.False(AudioLevel.TryRead([], out _));
        Assert.True(AudioLevel.TryRead([0x85, 0x00], out var padded));
        Assert.Equal(new AudioLevel(true, 5), padded);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(500_000, 0x020000)]
    [InlineData(1_000_000, 0x040000)]
    [InlineData(63_999_999, 0xFFFFFF)]
    [InlineData(64_000_000, 0)]
    [InlineData(1_000_000L * 64 * 1_000_000_000 + 500_000, 0x020000)]
    public void Absolute_send_time_is_seconds_in_6_18_fixed_point(long timeUs, uint expected)
    {
        Assert.Equal(expected, AbsoluteSendTime.FromMicroseconds(timeUs));
        Span<byte> data = stackalloc byte[AbsoluteSendTime.Length];
        AbsoluteSendTime.Write(data, expected);
        Assert.True(AbsoluteSendTime.TryRead(data, out var value));
        Assert.Equal(expected, value);
        Assert.False(AbsoluteSendTime.TryRead(data[..2], out _));
    }

    private static string Elements(ushort profile, ReadOnlySpan<byte> data)
    {
        var texts = new List<string>();
        var reader = new RtpExtensionReader(profile, data);
        while (reader.TryReadNext(out var id, out var element))
            texts.Add($"{id}={Convert.ToHexString(element)}");
        return string.Join(' ', texts);
    }
}
