using System.Net;
using System.Text;
using Sfu.Wire.Stun;

namespace Sfu.Wire.Tests.Stun;

public sealed class StunMessageWriterTests
{
    private static readonly byte[] Id = [0xA, 0xB, 0xC, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    [Fact]
    public void A_full_check_reads_back_as_it_was_written()
    {
        var buffer = new byte[256];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, Id);
        writer.AddUsername("abcdefgh:wxyz"u8);
        writer.AddPriority(0x6e001eff);
        writer.AddIceControlling(0x1122334455667788);
        writer.AddUseCandidate();
        writer.AddNomination(7);
        writer.AddOpaque(0xC057, [0, 1, 2, 3]); // network cost: Chromium adds it, we must pass over it
        writer.AddMessageIntegrity("password"u8);
        writer.AddFingerprint();

        Assert.True(StunMessageReader.TryRead(buffer.AsSpan(0, writer.Length), out var message));
        Assert.Equal("abcdefgh:wxyz", Encoding.ASCII.GetString(message.Username));
        Assert.True(message.TryGetPriority(out var priority) && priority == 0x6e001eff);
        Assert.True(message.TryGetNomination(out var nomination) && nomination == 7);
        Assert.True(message.HasUseCandidate && message.HasIceControlling && !message.HasIceControlled);
        Assert.False(message.HasUnknownAttributes);
        Assert.True(message.VerifyFingerprint());
        Assert.True(message.VerifyIntegrity("password"u8));
        Assert.True(message.TransactionId.SequenceEqual(Id));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(420)]
    [InlineData(487)]
    public void An_error_answer_carries_its_code_and_the_unknown_attributes(int code)
    {
        var buffer = new byte[128];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingError, Id);
        writer.AddErrorCode(code);
        writer.AddUnknownAttributes([0x0003]);
        writer.AddMessageIntegrity("password"u8);
        writer.AddFingerprint();

        Assert.True(StunMessageReader.TryRead(buffer.AsSpan(0, writer.Length), out var message));
        Assert.Equal(StunMessageType.BindingError, message.Type);
        Assert.True(message.TryGetErrorCode(out var read));
        Assert.Equal(code, read);
        Assert.True(message.VerifyIntegrity("password"u8));
    }

    [Fact]
    public void Names_the_attributes_it_did_not_understand()
    {
        var buffer = new byte[128];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, Id);
        writer.AddOpaque(0x0003, [0, 0, 0, 6]); // CHANGE-REQUEST of RFC 5780
        writer.AddOpaque(0x8027, [0, 0, 0, 6]); // optional
        writer.AddOpaque(0x7FFF, []);
        Assert.True(StunMessageReader.TryRead(buffer.AsSpan(0, writer.Length), out var message));
        Assert.True(message.HasUnknownAttributes);
        var unknown = new ushort[8];
        Assert.Equal(2, message.CopyUnknownAttributes(unknown));
        Assert.Equal([0x0003, 0x7FFF], unknown[..2]);
    }

    [Fact]
    public void Ten_thousand_random_addresses_survive_the_exclusive_or()
    {
        var random = new Random(8489);
        var bytes = new byte[16];
        var buffer = new byte[64];
        for (var round = 0; round < 10_000; round++)
        {
            random.NextBytes(bytes);
            random.NextBytes(Id);
            var address = TransportAddress.From(round % 2 == 0 ? bytes : bytes.AsSpan(0, 4), (ushort)random.Next(65536));
            var writer = new StunMessageWriter(buffer, StunMessageType.BindingSuccess, Id);
            writer.AddXorMappedAddress(address);
            Assert.True(StunMessageReader.TryRead(buffer.AsSpan(0, writer.Length), out var message));
            Assert.True(message.TryGetXorMappedAddress(out var read));
            Assert.Equal(address, read);
        }
    }

    [Fact]
    public void An_IPv4_mapped_address_is_told_as_IPv4()
    {
        var buffer = new byte[64];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingSuccess, Id);
        writer.AddXorMappedAddress(TransportAddress.From(IPAddress.Parse("::ffff:192.0.2.7"), 1));
        Assert.Equal(20 + 4 + 8, writer.Length);
        Assert.Equal(1, buffer[25]);
    }

    [Fact]
    public void Refuses_to_write_past_the_buffer()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var writer = new StunMessageWriter(new byte[24], StunMessageType.BindingRequest, Id);
            writer.AddPriority(1);
        });
    }
}
