using System.Buffers.Binary;
using System.Diagnostics;
using Sfu.Testing;
using Sfu.Wire.Stun;

namespace Sfu.Wire.Tests.Stun;

public sealed class StunMessageReaderTests
{
    private static readonly byte[] Id = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    public static TheoryData<byte[]> Vectors =>
        [Rfc5769StunVectorsTests.Section21Request, Rfc5769StunVectorsTests.Section22ResponseIPv4, Rfc5769StunVectorsTests.Section23ResponseIPv6];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Reads_the_same_when_surrounded_by_noise_and_leaves_the_bytes_alone(byte[] vector)
    {
        var noisy = new byte[vector.Length + 64];
        noisy.AsSpan().Fill(0xFF);
        vector.CopyTo(noisy, 32);

        Assert.True(StunMessageReader.TryRead(noisy.AsSpan(32, vector.Length), out var message));
        Assert.True(message.VerifyFingerprint());
        Assert.True(message.VerifyIntegrity(Rfc5769StunVectorsTests.Password));
        Assert.Equal(vector, noisy.AsSpan(32, vector.Length).ToArray());
        Assert.All(noisy[..32], value => Assert.Equal(0xFF, value));
        Assert.All(noisy[(32 + vector.Length)..], value => Assert.Equal(0xFF, value));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Rejects_a_message_cut_at_any_byte_or_followed_by_more(byte[] vector)
    {
        for (var length = 0; length < vector.Length; length++)
            Assert.False(StunMessageReader.TryRead(vector.AsSpan(0, length), out _));
        Assert.False(StunMessageReader.TryRead([.. vector, 0, 0, 0, 0], out _));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_message_cut_at_an_attribute_with_its_length_mended_is_read_but_not_authentic(byte[] vector)
    {
        for (var length = 20; length < vector.Length - 8; length += 4)
        {
            var cut = vector[..length];
            BinaryPrimitives.WriteUInt16BigEndian(cut.AsSpan(2), (ushort)(length - 20));
            if (StunMessageReader.TryRead(cut, out var message))
                Assert.False(message.VerifyIntegrity(Rfc5769StunVectorsTests.Password) || message.VerifyFingerprint());
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Any_single_flipped_bit_is_noticed(byte[] vector)
    {
        for (var bit = 0; bit < vector.Length * 8; bit++)
        {
            var flipped = (byte[])vector.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var authentic = StunMessageReader.TryRead(flipped, out var message)
                && message.VerifyFingerprint()
                && message.VerifyIntegrity(Rfc5769StunVectorsTests.Password);
            Assert.False(authentic);
        }
    }

    [Fact]
    public void Any_flipped_bit_before_the_fingerprint_breaks_the_integrity()
    {
        var vector = Rfc5769StunVectorsTests.Section21Request;
        for (var bit = 0; bit < (vector.Length - 8) * 8; bit++)
        {
            var flipped = (byte[])vector.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(StunMessageReader.TryRead(flipped, out var message) && message.VerifyIntegrity(Rfc5769StunVectorsTests.Password));
        }
    }

    [Fact]
    public void Every_attribute_length_from_0_to_65535_is_either_read_whole_or_rejected()
    {
        ushort[] types = [0x0001, 0x0006, 0x0008, 0x0009, 0x0020, 0x0024, 0x0025, 0x0003, 0x8022, 0x8028, 0x8029, 0xC001];
        var datagram = new byte[StunFormat.MaxMessageLength];
        foreach (var type in types)
        {
            for (var length = 0; length <= ushort.MaxValue; length++)
            {
                _ = new StunMessageWriter(datagram, StunMessageType.BindingRequest, Id);
                BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(20), type);
                BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(22), (ushort)length);

                var total = 24 + StunFormat.Padded(length);
                if (total <= datagram.Length)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)(total - 20));
                    if (StunMessageReader.TryRead(datagram.AsSpan(0, total), out var message))
                        TouchEverything(message);
                }

                // The same attribute claiming more than the message holds.
                BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), 8);
                if (length > 4)
                    Assert.False(StunMessageReader.TryRead(datagram.AsSpan(0, 28), out _));
            }
        }
    }

    [Fact]
    public void A_thousand_tiny_attributes_do_not_fit_and_those_that_do_are_read_in_under_50_microseconds()
    {
        Assert.False(StunMessageReader.TryRead(Attributes(1000), out _));
        var most = Attributes((StunFormat.MaxMessageLength - 20) / 4);
        var best = TimeSpan.MaxValue;
        for (var trial = 0; trial < 50; trial++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.True(StunMessageReader.TryRead(most, out var message));
            Assert.True(message.HasUnknownAttributes);
            var took = Stopwatch.GetElapsedTime(started);
            best = took < best ? took : best;
        }

        Assert.True(best < TimeSpan.FromMicroseconds(50), $"took {best.TotalMicroseconds} µs");

        static byte[] Attributes(int count)
        {
            var datagram = new byte[20 + (count * 4)];
            var writer = new StunMessageWriter(datagram, StunMessageType.BindingRequest, Id);
            for (var index = 0; index < count; index++)
                writer.AddOpaque(0x7000, []);
            return datagram;
        }
    }

    [Fact]
    public void Attributes_after_the_integrity_do_not_count_except_the_fingerprint()
    {
        var buffer = new byte[256];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, Id);
        writer.AddUsername("a:b"u8);
        writer.AddMessageIntegrity("key"u8);
        var length = writer.Length;
        // USE-CANDIDATE, PRIORITY and an attribute that would have to be understood, appended by somebody on the way.
        byte[] appended = [0x00, 0x25, 0, 0, 0x00, 0x24, 0, 4, 1, 2, 3, 4, 0x00, 0x03, 0, 0];
        appended.CopyTo(buffer, length);
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(2), (ushort)(length + appended.Length - 20));

        Assert.True(StunMessageReader.TryRead(buffer.AsSpan(0, length + appended.Length), out var message));
        Assert.True(message.VerifyIntegrity("key"u8));
        Assert.False(message.HasUseCandidate);
        Assert.False(message.TryGetPriority(out _));
        Assert.False(message.HasUnknownAttributes);
    }

    [Fact]
    public void Nothing_may_follow_the_fingerprint()
    {
        var buffer = new byte[256];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, Id);
        writer.AddFingerprint();
        var length = writer.Length;
        Assert.True(StunMessageReader.TryRead(buffer.AsSpan(0, length), out _));

        byte[] integrity = [0x00, 0x08, 0, 20, .. new byte[20]];
        integrity.CopyTo(buffer, length);
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(2), (ushort)(length + integrity.Length - 20));
        Assert.False(StunMessageReader.TryRead(buffer.AsSpan(0, length + integrity.Length), out _));
    }

    [Fact]
    public void Without_an_integrity_or_fingerprint_nothing_verifies()
    {
        var buffer = new byte[64];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, Id);
        writer.AddUsername("a:b"u8);
        Assert.True(StunMessageReader.TryRead(buffer.AsSpan(0, writer.Length), out var message));
        Assert.False(message.HasMessageIntegrity || message.VerifyIntegrity("key"u8));
        Assert.False(message.HasFingerprint || message.VerifyFingerprint());
    }

    [Fact]
    public void Of_repeated_attributes_the_first_counts()
    {
        var buffer = new byte[128];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, Id);
        writer.AddUsername("first"u8);
        writer.AddUsername("second!"u8);
        writer.AddPriority(1);
        writer.AddPriority(2);
        Assert.True(StunMessageReader.TryRead(buffer.AsSpan(0, writer.Length), out var message));
        Assert.True(message.Username.SequenceEqual("first"u8));
        Assert.True(message.TryGetPriority(out var priority));
        Assert.Equal(1u, priority);
    }

    [Fact]
    public void Rejects_what_is_not_STUN_by_its_header()
    {
        var good = Rfc5769StunVectorsTests.Section21Request;
        Assert.False(StunMessageReader.TryRead(With(0, 0x40), out _)); // the two top bits are zero
        Assert.False(StunMessageReader.TryRead(With(0, 0x80), out _));
        Assert.False(StunMessageReader.TryRead(With(4, 0x20), out _)); // cookie
        Assert.False(StunMessageReader.TryRead(With(3, 0x59), out _)); // length
        Assert.False(StunMessageReader.TryRead(With(3, 0x54), out _));
        Assert.False(StunMessageReader.TryRead(new byte[StunFormat.MaxMessageLength + 4], out _));

        byte[] With(int index, byte value)
        {
            var copy = (byte[])good.Clone();
            copy[index] = value;
            return copy;
        }
    }

    [Fact]
    public void Reading_and_verifying_allocates_nothing()
    {
        var vector = Rfc5769StunVectorsTests.Section21Request;
        Verify(vector, 10);
        Assert.Equal(0, Allocation.BytesOf(() => Verify(vector, 1000)));

        static void Verify(byte[] datagram, int times)
        {
            for (var index = 0; index < times; index++)
            {
                if (!StunMessageReader.TryRead(datagram, out var message) || !message.VerifyFingerprint() || !message.VerifyIntegrity(Rfc5769StunVectorsTests.Password))
                    throw new InvalidOperationException("The vector must verify.");
            }
        }
    }

    internal static void TouchEverything(in StunMessageReader message)
    {
        _ = message.Type;
        _ = message.TransactionId.Length + message.Username.Length;
        _ = message.TryGetErrorCode(out _) | message.TryGetNomination(out _) | message.TryGetPriority(out _) | message.TryGetXorMappedAddress(out _);
        _ = message.CopyUnknownAttributes(stackalloc ushort[8]);
        _ = message.VerifyFingerprint();
        if (message.HasMessageIntegrity)
            _ = message.VerifyIntegrity("key"u8);
    }
}
