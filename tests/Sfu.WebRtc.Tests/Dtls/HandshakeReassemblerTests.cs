using Sfu.WebRtc.Dtls;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>Fragments are not authenticated: none may cost more than fixed memory and time, or stop an honest peer.</summary>
public class HandshakeReassemblerTests
{
    private const HandshakeType Type = HandshakeType.Certificate;

    private static readonly byte[] Message = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];

    [Fact]
    public void Hands_out_messages_in_order_however_they_come()
    {
        var reassembler = new HandshakeReassembler();
        Add(reassembler, 2, Message);
        Add(reassembler, 1, []);
        Assert.False(reassembler.TryTake(out _, out _));
        Add(reassembler, 0, Message, 500, 500);
        Add(reassembler, 0, Message, 0, 500);

        Assert.Equal(1000, TakenLength(reassembler));
        Assert.Equal(0, TakenLength(reassembler));
        Assert.Equal(1000, TakenLength(reassembler));
        Assert.Equal(3, reassembler.NextSequence);
        Assert.Equal(0, reassembler.ReservedBytes);
    }

    [Fact]
    public void Every_corner_of_offset_length_and_total_ends_quickly_and_stays_within_the_caps()
    {
        int[] values = [0, 1, 2, 999, 1000, 1001, 16_383, 16_384, 16_385, 65_535, 65_536, 0xFFFFFF];
        foreach (var total in values)
        {
            foreach (var offset in values)
            {
                foreach (var length in values.Where(v => v <= 1400))
                {
                    var reassembler = new HandshakeReassembler();
                    var record = Datagrams.Fragment(Type, total, 0, offset, new byte[length]);
                    var reader = new HandshakeFragmentReader(record);
                    if (!reader.TryReadNext(out var fragment))
                    {
                        Assert.True(offset + length > total);
                        continue;
                    }

                    reassembler.Add(fragment);
                    Assert.InRange(reassembler.ReservedBytes, 0, MessageAssembly.MaxMessageLength);
                    Assert.Equal(length == total, reassembler.TryTake(out _, out _));
                }
            }
        }
    }

    [Fact]
    public void An_empty_piece_of_a_message_that_is_not_empty_changes_nothing()
    {
        var reassembler = new HandshakeReassembler();
        for (var i = 0; i < 1000; i++)
            Assert.Equal(FragmentResult.Dropped, Add(reassembler, 0, Message, i, 0));
        Assert.Equal(0, reassembler.ReservedBytes);
    }

    [Fact]
    public void The_newest_wins_when_pieces_disagree_in_length_type_or_bytes()
    {
        byte[] forged = [.. Message.Select(b => (byte)~b)];
        Action<HandshakeReassembler>[] forgeries =
        [
            r => Add(r, 0, forged, 0, 600),
            r => Add(r, 0, forged, 400, 1),
            r => Add(r, 0, forged[..900], 0, 100),
            r => Add(r, 0, Message, 0, 300, HandshakeType.ServerHello),
            r => Add(r, 0, [.. Message, 1, 2, 3], 0, 300),
        ];
        foreach (var forge in forgeries)
        {
            var reassembler = new HandshakeReassembler();
            forge(reassembler);
            Add(reassembler, 0, Message, 0, 500);
            Add(reassembler, 0, Message, 500, 500);

            Assert.True(reassembler.TryTake(out var type, out var body));
            Assert.Equal(Type, type);
            Assert.True(body.SequenceEqual(Message)); // never a mixture
        }
    }

    [Fact]
    public void A_piece_that_disagrees_with_an_older_one_is_not_joined_to_what_is_left_of_it()
    {
        var reassembler = new HandshakeReassembler();
        Add(reassembler, 0, [.. Message.Select(b => (byte)~b)], 0, 600);
        Add(reassembler, 0, Message, 500, 500);
        Assert.False(reassembler.TryTake(out _, out _)); // together they would cover everything
        Add(reassembler, 0, Message, 0, 500);

        Assert.True(reassembler.TryTake(out _, out var body));
        Assert.True(body.SequenceEqual(Message));
    }

    [Fact]
    public void Pieces_of_different_messages_never_mix()
    {
        var reassembler = new HandshakeReassembler();
        byte[] other = [.. Message.Select(b => (byte)(b ^ 0x55))];
        for (var at = 0; at < 1000; at += 100)
        {
            Add(reassembler, 0, Message, at, 100);
            Add(reassembler, 1, other, 900 - at, 100);
        }

        Assert.True(reassembler.TryTake(out _, out var first));
        Assert.True(first.SequenceEqual(Message));
        Assert.True(reassembler.TryTake(out _, out var second));
        Assert.True(second.SequenceEqual(other));
    }

    [Fact]
    public void A_flood_of_messages_that_never_complete_stays_within_16_KiB_and_32_pieces_and_the_honest_one_gets_through()
    {
        var random = new Random(1);
        var reassembler = new HandshakeReassembler();
        for (var i = 0; i < 100_000; i++)
        {
            var length = random.Next(1, 20_000);
            var offset = random.Next(length);
            var bytes = new byte[Math.Min(length - offset, random.Next(1, 1200))];
            random.NextBytes(bytes);
            var sequence = (ushort)random.Next(0, 12);
            if (bytes.Length == length && sequence == 0)
                continue; // a forged message that is complete is another test's business
            var reader = new HandshakeFragmentReader(Datagrams.Fragment((HandshakeType)random.Next(256), length, sequence, offset, bytes));
            Assert.True(reader.TryReadNext(out var fragment));
            reassembler.Add(fragment);
            Assert.InRange(reassembler.ReservedBytes, 0, HandshakeReassembler.MaxReservedBytes);
            Assert.InRange(reassembler.PieceCount, 0, MessageAssembly.MaxPieces);
        }

        Add(reassembler, 0, Message, 0, 600);
        Add(reassembler, 0, Message, 600, 400);
        Assert.True(reassembler.TryTake(out _, out var body));
        Assert.True(body.SequenceEqual(Message));
    }

    [Fact]
    public void A_message_in_more_scattered_pieces_than_anyone_honest_leaves_starts_over()
    {
        var reassembler = new HandshakeReassembler();
        for (var at = 0; at < 1000; at += 2)
        {
            Add(reassembler, 0, Message, at, 1);
            Assert.InRange(reassembler.PieceCount, 1, MessageAssembly.MaxPieces);
        }

        Add(reassembler, 0, Message);
        Assert.Equal(1000, TakenLength(reassembler));
    }

    [Fact]
    public void Tells_repeated_messages_and_drops_those_too_far_ahead()
    {
        var reassembler = new HandshakeReassembler();
        Add(reassembler, 0, Message);
        TakenLength(reassembler);

        Assert.Equal(FragmentResult.Repeated, Add(reassembler, 0, Message));
        Assert.Equal(FragmentResult.Kept, Add(reassembler, 8, Message));
        Assert.Equal(FragmentResult.Dropped, Add(reassembler, 9, Message));
        Assert.Equal(FragmentResult.Dropped, Add(reassembler, ushort.MaxValue, Message));
    }

    private static FragmentResult Add(HandshakeReassembler reassembler, ushort sequence, byte[] message) =>
        Add(reassembler, sequence, message, 0, message.Length);

    private static FragmentResult Add(
        HandshakeReassembler reassembler, ushort sequence, byte[] message, int offset, int length, HandshakeType type = Type)
    {
        var reader = new HandshakeFragmentReader(Datagrams.Fragment(type, message.Length, sequence, offset, message.AsSpan(offset, length)));
        Assert.True(reader.TryReadNext(out var fragment));
        return reassembler.Add(fragment);
    }

    private static int TakenLength(HandshakeReassembler reassembler) => reassembler.TryTake(out _, out var body) ? body.Length : -1;
}
