using Sfu.Wire.Rtcp;

namespace Sfu.Wire.Tests.Rtcp;

public sealed class TransportFeedbackTests
{
    private const long Lost = TransportFeedback.NotReceived;

    [Theory]
    // draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.3 and §3.1.4, the two examples each.
    [InlineData(0b0_00_0000011011101, 221, "0")]
    [InlineData(0b0_11_0000000011000, 24, "3")]
    [InlineData(0b1_0_01111100011100, 14, "01111100011100")]
    [InlineData(0b1_1_00_11_01_01_01_00_00, 7, "0311100")]
    public void Chunks_of_the_draft(int chunk, int capacity, string symbols)
    {
        Assert.Equal(capacity, TransportFeedback.Capacity((ushort)chunk));
        for (var i = 0; i < capacity; i++)
            Assert.Equal(symbols[i % symbols.Length] - '0', TransportFeedback.Symbol((ushort)chunk, i));
    }

    [Fact]
    public void Reads_run_one_bit_and_two_bit_chunks_with_small_large_and_negative_deltas()
    {
        var bytes = Convert.FromHexString(
            "AFCD0008" + "00000001" + "00000002" + "FFFC" + "0013" + "00000A07" +
            "2003" + // 65532 to 65534: small
            "A400" + // one bit each: 65535 small, 0 and 1 lost, 2 small, 3 to 12 lost
            "E400" + // two bits each: 13 large, 14 small
            "0408FF" + "0100" + "FFF0" + "01" + "0002");
        Assert.True(TryRead(bytes, out var feedback));
        Assert.Equal((65532, 19, 10, 7), (feedback.BaseSequenceNumber, feedback.StatusCount, feedback.ReferenceTime, feedback.FeedbackCount));
        Assert.Equal(
            "65532@1000 65533@3000 65534@66750 65535@67000 0@lost 1@lost 2@67000 " +
            "3@lost 4@lost 5@lost 6@lost 7@lost 8@lost 9@lost 10@lost 11@lost 12@lost 13@63000 14@63250",
            Describe(feedback));
    }

    [Fact]
    public void What_libwebrtc_pads_by_one_to_three_bytes_is_read()
    {
        // One packet, one small delta, one byte of padding with the P bit.
        var bytes = Convert.FromHexString("AFCD0005" + "00000001" + "00000002" + "0001" + "0001" + "00000100" + "2001" + "04" + "01");
        Assert.True(TryRead(bytes, out var feedback));
        Assert.Equal("1@1000", Describe(feedback));
        // The draft's zeros without the P bit are as good.
        bytes[0] &= 0xDF;
        bytes[^1] = 0;
        Assert.True(TryRead(bytes, out feedback));
        Assert.Equal("1@1000", Describe(feedback));
    }

    [Theory]
    [InlineData("0000" + "00000100" + "2001" + "0400")] // no status
    [InlineData("0001" + "00000100" + "6001" + "0400")] // reserved symbol in a run
    [InlineData("0001" + "00000100" + "F000" + "0400")] // reserved symbol in a vector
    [InlineData("0003" + "00000100" + "2003" + "0400")] // three deltas, room for two
    [InlineData("0010" + "00000100" + "200E" + "0400")] // runs out of chunks: 0x0400 is a run of 1024 lost, but 14 deltas are missing
    [InlineData("FFFF" + "00000100" + "0000" + "0000")] // runs of nothing
    public void What_does_not_add_up_is_refused(string tail) =>
        Assert.False(TryRead(Convert.FromHexString("8FCD0005" + "00000001" + "00000002" + "0001" + tail), out _));

    [Fact]
    public void A_run_longer_than_the_status_count_is_cut()
    {
        Assert.True(TryRead(Convert.FromHexString("8FCD0005" + "00000001" + "00000002" + "0001" + "0002" + "00000100" + "3FFF" + "0408"), out var feedback));
        Assert.Equal("1@1000 2@3000", Describe(feedback));
    }

    [Fact]
    public void Sixty_five_thousand_losses_are_passed_over_in_a_few_steps()
    {
        // Eight runs of 8191 lost and a last vector with one received packet.
        var bytes = Convert.FromHexString("8FCD0009" + "00000001" + "00000002" + "0000" + "FFF9" + "00000100" + string.Concat(Enumerable.Repeat("1FFF", 8)) + "A000" + "0400");
        Assert.True(TryRead(bytes, out var feedback));
        var received = feedback;
        var count = 0;
        while (feedback.TryReadNext(out _, out var arrivalUs))
            count += arrivalUs == Lost ? 1 : 0;
        Assert.Equal(65528, count);
        Assert.True(received.TryReadNextReceived(out var sequence, out var arrival));
        Assert.Equal((65528, 1000L), ((int)sequence, arrival));
        Assert.False(received.TryReadNextReceived(out _, out _));
    }

    [Fact]
    public void Writes_the_smallest_packet_for_a_steady_stream()
    {
        var arrivals = new long[100];
        for (var i = 0; i < arrivals.Length; i++)
            arrivals[i] = 640_000 + i * 1000;
        var bytes = Write(arrivals, 5, 3, out var consumed);
        Assert.Equal(100, consumed);
        // Header 20, one run chunk, 100 deltas, padded from 122 to 124.
        Assert.Equal(124, bytes.Length);
        Assert.Equal("AFCD001E" + "00000001" + "00000002" + "0005" + "0064" + "00000A03" + "2064" + "0004", Convert.ToHexString(bytes.AsSpan(0, 24)));
        Assert.Equal(2, bytes[^1]);
    }

    [Fact]
    public void A_stream_with_single_losses_takes_one_bit_vectors()
    {
        var arrivals = new long[28];
        for (var i = 0; i < arrivals.Length; i++)
            arrivals[i] = i % 5 == 4 ? Lost : i * 1000;
        var bytes = Write(arrivals, 0, 0, out _);
        Assert.Equal(0b1_0_11110111101111, bytes[20] << 8 | bytes[21]);
        Assert.Equal(0b1_0_01111011110111, bytes[22] << 8 | bytes[23]);
    }

    [Fact]
    public void A_late_packet_takes_a_two_bit_vector_and_a_negative_delta()
    {
        var bytes = Write([1000, 3000, 2000, 4000, Lost, 5000, 200_000, 201_000], 0, 0, out var consumed);
        Assert.Equal(8, consumed);
        Assert.Equal(0b1_1_01_01_10_01_00_01_10, bytes[20] << 8 | bytes[21]);
        Assert.True(TryRead(bytes, out var feedback));
        Assert.Equal("0@1000 1@3000 2@2000 3@4000 4@lost 5@5000 6@200000 7@201000", Describe(feedback));
    }

    [Fact]
    public void Arrivals_more_than_eight_seconds_apart_go_into_two_packets()
    {
        long[] arrivals = [0, 1000, 9_000_000, 9_001_000];
        Assert.NotEmpty(Write(arrivals, 0, 0, out var consumed));
        Assert.Equal(2, consumed);
        Assert.NotEmpty(Write(arrivals.AsSpan(2), 2, 1, out consumed));
        Assert.Equal(2, consumed);
    }

    [Fact]
    public void Nothing_received_or_no_room_writes_nothing()
    {
        Assert.Empty(Write([Lost, Lost], 0, 0, out var consumed));
        Assert.Equal(0, consumed);
        Assert.Empty(Write([], 0, 0, out _));
        Assert.Equal(0, TransportFeedbackWriter.Write(new byte[23], 1, 2, 0, 0, [0], out consumed));
        Assert.Equal(0, consumed);
        Assert.Equal(24, TransportFeedbackWriter.Write(new byte[24], 1, 2, 0, 0, [0], out _));
    }

    [Fact]
    public void Reference_time_wraps_after_twelve_days_and_is_extended_again()
    {
        const long Wrap = 1L << 24;
        var bytes = Write([(Wrap - 1) * 64_000L + 500], 0, 0, out _);
        Assert.True(TryRead(bytes, out var before));
        Assert.Equal(0xFFFFFF, before.ReferenceTime);
        bytes = Write([Wrap * 64_000L + 500], 0, 0, out _);
        Assert.True(TryRead(bytes, out var after));
        Assert.Equal(0, after.ReferenceTime);

        Assert.Equal(Wrap - 1, TransportFeedback.ExtendReferenceTime(Wrap - 10, before.ReferenceTime));
        Assert.Equal(Wrap, TransportFeedback.ExtendReferenceTime(Wrap - 1, after.ReferenceTime));
        Assert.Equal(Wrap - 1, TransportFeedback.ExtendReferenceTime(Wrap, before.ReferenceTime));
        Assert.Equal(5 * Wrap + 3, TransportFeedback.ExtendReferenceTime(5 * Wrap - 1000, 3));
    }

    [Fact]
    public void A_clock_before_its_zero_is_written_too()
    {
        var bytes = Write([-1000, 500], 0, 0, out _);
        Assert.True(TryRead(bytes, out var feedback));
        Assert.Equal(0xFFFFFF, feedback.ReferenceTime);
        Assert.Equal("0@63000 1@64500", Describe(feedback));
    }

    [Fact]
    public void Every_pattern_of_arrivals_survives_write_and_read()
    {
        var random = new Random(205);
        for (var round = 0; round < 4000; round++)
        {
            var arrivals = RandomArrivals(random);
            var baseSequence = random.Next(65536);
            var offset = 0;
            while (offset < arrivals.Length)
            {
                var buffer = new byte[random.Next(24, 600)];
                var length = TransportFeedbackWriter.Write(buffer, 1, 2, (ushort)(baseSequence + offset), (byte)round, arrivals.AsSpan(offset), out var consumed);
                if (length == 0)
                {
                    // Only where nothing arrived (any more), or where losses alone fill the buffer.
                    Assert.Equal(0, consumed);
                    offset++;
                    continue;
                }

                Assert.Equal(0, length % 4);
                Assert.InRange(consumed, 1, arrivals.Length - offset);
                AssertReads(buffer.AsSpan(0, length), (ushort)(baseSequence + offset), arrivals.AsSpan(offset, consumed));
                offset += consumed;
            }
        }
    }

    private static void AssertReads(ReadOnlySpan<byte> bytes, ushort baseSequence, ReadOnlySpan<long> arrivals)
    {
        Assert.True(TryRead(bytes, out var feedback));
        Assert.Equal(arrivals.Length, feedback.StatusCount);
        var received = feedback;
        foreach (var expected in arrivals)
        {
            Assert.True(feedback.TryReadNext(out var sequence, out var arrivalUs));
            Assert.Equal(baseSequence++, sequence);
            if (expected == Lost)
            {
                Assert.Equal(Lost, arrivalUs);
                continue;
            }

            // Cut to 250 µs, without drift.
            Assert.InRange(expected - (feedback.ReferenceTime * 64_000L + arrivalUs), 0, 249);
            Assert.True(received.TryReadNextReceived(out var same, out var sameArrivalUs));
            Assert.Equal((sequence, arrivalUs), (same, sameArrivalUs));
        }

        Assert.False(feedback.TryReadNext(out _, out _));
        Assert.False(received.TryReadNextReceived(out _, out _));
    }

    private static long[] RandomArrivals(Random random)
    {
        var arrivals = new long[random.Next(1, 300)];
        var nowUs = random.NextInt64(1L << 36);
        var lossPercent = random.Next(4) switch { 0 => 0, 1 => 5, 2 => 50, _ => 97 };
        var jitterUs = random.Next(4) switch { 0 => 1, 1 => 3_000, 2 => 100_000, _ => 10_000_000 };
        for (var i = 0; i < arrivals.Length; i++)
        {
            nowUs += random.Next(2_000);
            arrivals[i] = random.Next(100) < lossPercent ? Lost : nowUs + random.Next(jitterUs);
        }

        return arrivals;
    }

    private static byte[] Write(ReadOnlySpan<long> arrivals, ushort baseSequence, byte count, out int consumed)
    {
        var buffer = new byte[1500];
        return buffer[..TransportFeedbackWriter.Write(buffer, 1, 2, baseSequence, count, arrivals, out consumed)];
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out TransportFeedbackReader feedback)
    {
        feedback = default;
        return RtcpPacketReader.TryRead(bytes, out var packet) && TransportFeedbackReader.TryRead(packet, out feedback);
    }

    private static string Describe(TransportFeedbackReader feedback)
    {
        var texts = new List<string>();
        while (feedback.TryReadNext(out var sequence, out var arrivalUs))
            texts.Add(arrivalUs == Lost ? $"{sequence}@lost" : $"{sequence}@{arrivalUs}");
        return string.Join(' ', texts);
    }
}
