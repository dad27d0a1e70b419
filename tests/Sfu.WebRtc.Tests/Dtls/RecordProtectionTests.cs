using System.Buffers.Binary;
using Sfu.WebRtc.Dtls;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

public class RecordProtectionTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
    private static readonly byte[] Salt = [9, 8, 7, 6];
    private static readonly byte[] Text = "finished"u8.ToArray();

    [Fact]
    public void Opens_what_it_sealed_once_and_in_any_order_within_64()
    {
        using var sealer = new DtlsRecordSealer(Key, Salt);
        using var opener = new DtlsRecordOpener(Key, Salt);
        var records = Enumerable.Range(0, 200).Select(_ => Seal(sealer)).ToArray();

        Assert.True(Opens(opener, records[70]));
        for (var i = 0; i <= 6; i++)
            Assert.False(Opens(opener, records[i])); // more than 63 behind
        for (var i = 7; i < 70; i++)
            Assert.True(Opens(opener, records[i]));
        for (var i = 0; i <= 70; i++)
            Assert.False(Opens(opener, records[i])); // each only once
        Assert.True(Opens(opener, records[199]));
        Assert.False(Opens(opener, records[71]));
        Assert.True(Opens(opener, records[136]));
    }

    [Fact]
    public void Nonces_are_epoch_and_sequence_number_and_never_come_twice()
    {
        using var sealer = new DtlsRecordSealer(Key, Salt);
        for (ulong expected = 0; expected < 10_000; expected++)
            Assert.Equal(1UL << 48 | expected, BinaryPrimitives.ReadUInt64BigEndian(Seal(sealer).AsSpan(DtlsRecordHeader.Length)));
    }

    [Fact]
    public void Seals_nothing_once_the_sequence_numbers_are_used_up()
    {
        using var sealer = new DtlsRecordSealer(Key, Salt, DtlsRecordHeader.LastSequenceNumber);
        using var opener = new DtlsRecordOpener(Key, Salt);
        Assert.True(Opens(opener, Seal(sealer)));

        Assert.False(sealer.TrySeal(DtlsContentType.Alert, Text, new byte[100], out var length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void Refuses_every_changed_bit_and_then_still_opens_the_original()
    {
        using var sealer = new DtlsRecordSealer(Key, Salt);
        using var opener = new DtlsRecordOpener(Key, Salt);
        var record = Seal(sealer);
        for (var bit = 0; bit < record.Length * 8; bit++)
        {
            var changed = record.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Opens(opener, changed), $"bit {bit}");
        }

        for (var length = DtlsRecordHeader.Length; length < record.Length; length++)
        {
            var cut = record[..length];
            BinaryPrimitives.WriteUInt16BigEndian(cut.AsSpan(11), (ushort)(length - DtlsRecordHeader.Length));
            Assert.False(Opens(opener, cut));
        }

        Assert.True(Opens(opener, record));
    }

    [Fact]
    public void Refuses_records_of_another_key_or_salt()
    {
        using var sealer = new DtlsRecordSealer(Key, Salt);
        using var otherKey = new DtlsRecordOpener([.. Key[1..], 0], Salt);
        using var otherSalt = new DtlsRecordOpener(Key, [1, 2, 3, 4]);
        var record = Seal(sealer);

        Assert.False(Opens(otherKey, record));
        Assert.False(Opens(otherSalt, record));
    }

    private static byte[] Seal(DtlsRecordSealer sealer)
    {
        var record = new byte[DtlsRecordSealer.Overhead + Text.Length];
        Assert.True(sealer.TrySeal(DtlsContentType.Handshake, Text, record, out var length));
        Assert.Equal(record.Length, length);
        return record;
    }

    private static bool Opens(DtlsRecordOpener opener, byte[] datagram)
    {
        var reader = new DtlsRecordReader(datagram);
        if (!reader.TryReadNext(out var record))
            return false;
        var plaintext = new byte[record.Fragment.Length];
        if (!opener.TryOpen(record, plaintext, out var length))
            return false;
        Assert.Equal(Text, plaintext[..length]);
        return true;
    }
}
