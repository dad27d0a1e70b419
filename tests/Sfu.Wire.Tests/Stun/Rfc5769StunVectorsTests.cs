using System.Net;
using System.Text;
using Sfu.Wire.Stun;

namespace Sfu.Wire.Tests.Stun;

/// <summary>The short-term test vectors of RFC 5769, typed in from §2.1 to §2.3.</summary>
public sealed class Rfc5769StunVectorsTests
{
    internal static readonly byte[] Password = Encoding.ASCII.GetBytes("VOkJxbRl1RmTxUk/WvJxBt");

    internal static readonly byte[] Section21Request = Convert.FromHexString(
        "00010058" + "2112a442" + "b7e7a701bc34d686fa87dfae" +
        "80220010" + "5354554e207465737420636c69656e74" + // SOFTWARE "STUN test client"
        "00240004" + "6e0001ff" + // PRIORITY
        "80290008" + "932ff9b151263b36" + // ICE-CONTROLLED
        "00060009" + "6576746a3a68367659202020" + // USERNAME "evtj:h6vY", padded with spaces
        "00080014" + "9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2" + // MESSAGE-INTEGRITY
        "80280004" + "e57a3bcf"); // FINGERPRINT

    internal static readonly byte[] Section22ResponseIPv4 = Convert.FromHexString(
        "0101003c" + "2112a442" + "b7e7a701bc34d686fa87dfae" +
        "8022000b" + "7465737420766563746f7220" + // SOFTWARE "test vector", padded with a space
        "00200008" + "0001a147e112a643" + // XOR-MAPPED-ADDRESS
        "00080014" + "2b91f599fd9e90c38c7489f92af9ba53f06be7d7" +
        "80280004" + "c07d4c96");

    internal static readonly byte[] Section23ResponseIPv6 = Convert.FromHexString(
        "01010048" + "2112a442" + "b7e7a701bc34d686fa87dfae" +
        "8022000b" + "7465737420766563746f7220" +
        "00200014" + "0002a1470113a9faa5d3f179bc25f4b5bed2b9d9" +
        "00080014" + "a382954e4be67bf11784c97c8292c275bfe3ed41" +
        "80280004" + "c8fb0b4c");

    [Fact]
    public void Section_2_1_request_is_read_and_authenticated()
    {
        Assert.True(StunMessageReader.TryRead(Section21Request, out var message));
        Assert.Equal(StunMessageType.BindingRequest, message.Type);
        Assert.Equal("B7E7A701BC34D686FA87DFAE", Convert.ToHexString(message.TransactionId));
        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(message.Username));
        Assert.True(message.TryGetPriority(out var priority));
        Assert.Equal(0x6e0001ffu, priority);
        Assert.True(message.HasIceControlled);
        Assert.False(message.HasIceControlling);
        Assert.False(message.HasUseCandidate);
        Assert.False(message.HasUnknownAttributes);
        Assert.True(message.VerifyFingerprint());
        Assert.True(message.VerifyIntegrity(Password));
        Assert.False(message.VerifyIntegrity("VOkJxbRl1RmTxUk/WvJxBu"u8));
    }

    [Fact]
    public void Section_2_2_IPv4_response_is_read_and_authenticated() =>
        AssertResponse(Section22ResponseIPv4, "192.0.2.1");

    [Fact]
    public void Section_2_3_IPv6_response_is_read_and_authenticated() =>
        AssertResponse(Section23ResponseIPv6, "2001:db8:1234:5678:11:2233:4455:6677");

    [Theory]
    [InlineData("192.0.2.1", 8)]
    [InlineData("2001:db8:1234:5678:11:2233:4455:6677", 20)]
    public void The_written_XOR_MAPPED_ADDRESS_is_that_of_sections_2_2_and_2_3(string address, int valueLength)
    {
        var vector = valueLength == 8 ? Section22ResponseIPv4 : Section23ResponseIPv6;
        var buffer = new byte[64];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingSuccess, vector.AsSpan(8, 12));
        writer.AddXorMappedAddress(TransportAddress.From(IPAddress.Parse(address), 32853));

        Assert.Equal(24 + valueLength, writer.Length);
        Assert.Equal(Convert.ToHexString(vector.AsSpan(36, 4 + valueLength)), Convert.ToHexString(buffer.AsSpan(20, 4 + valueLength)));
    }

    private static void AssertResponse(byte[] vector, string address)
    {
        Assert.True(StunMessageReader.TryRead(vector, out var message));
        Assert.Equal(StunMessageType.BindingSuccess, message.Type);
        Assert.True(message.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(TransportAddress.From(IPAddress.Parse(address), 32853), mapped);
        Assert.False(message.HasUsername);
        Assert.True(message.VerifyFingerprint());
        Assert.True(message.VerifyIntegrity(Password));
    }
}
