using System.Globalization;
using System.Text;
using Sfu.Wire.Rtcp;

namespace Sfu.Wire.Tests.Rtcp;

/// <summary>Everything the typed readers say about a compound: as text to compare, or only touched, for the mutation tests.</summary>
internal static class RtcpText
{
    /// <summary>One valid packet of each kind, as our writers make them.</summary>
    internal static List<byte[]> Samples()
    {
        var blocks = new ReportBlock[] { new(7, 128, -3, 0x0001_2345, 90, 0xAABBCCDD, 65536), new(8, 0, 0x7FFFFF, 1, 2, 3, 4) };
        var buffer = new byte[1500];
        var samples = new List<byte[]>();
        void Add(int length) => samples.Add(buffer[..length]);

        Add(new SenderReport(1, 0x1122334455667788, 90_000, 100, 20_000).Write(buffer));
        Add(new SenderReport(1, 0x1122334455667788, 90_000, 100, 20_000).Write(buffer, blocks));
        Add(ReceiverReport.Write(buffer, 1, blocks));
        Add(SourceDescription.WriteCname(buffer, 1, "sfu-cname"u8));
        Add(Goodbye.Write(buffer, 99));
        Add(new PictureLossIndication(1, 2).Write(buffer));
        Add(FullIntraRequest.Write(buffer, 1, 2, 3));
        Add(NackWriter.Write(buffer, 1, 2, [65534, 0, 1, 17, 40], out _));
        Add(Remb.Write(buffer, 1, 1_234_567, [5, 6]));
        Add(TransportFeedbackWriter.Write(buffer, 1, 2, 65530, 9, [1_000, 1_250, TransportFeedback.NotReceived, 900, 90_000, 91_000, 92_000], out _));
        return samples;
    }

    internal static string? Describe(ReadOnlySpan<byte> compound)
    {
        var text = new StringBuilder();
        var reader = new RtcpCompoundReader(compound);
        while (reader.TryReadNext(out var packet))
            DescribePacket(packet, text);
        return text.Length == 0 ? null : text.ToString();
    }

    internal static int Touch(ReadOnlySpan<byte> compound)
    {
        var sum = 0;
        var reader = new RtcpCompoundReader(compound);
        while (reader.TryReadNext(out var packet))
        {
            sum += TouchReports(packet) + TouchFeedback(packet);
            if (SourceDescriptionReader.TryRead(packet, out var description))
            {
                while (description.TryReadNext(out _, out var item, out var text))
                    sum += item + text.Length;
            }

            if (Goodbye.TryRead(packet, out var goodbye))
            {
                sum += goodbye.Reason.Length;
                for (var i = 0; i < goodbye.SsrcCount; i++)
                    sum += (int)goodbye.Ssrc(i);
            }
        }

        return sum;
    }

    private static int TouchReports(in RtcpPacketReader packet)
    {
        var sum = 0;
        if (SenderReport.TryRead(packet, out var sender, out var blocks))
            sum += (int)sender.RtpTimestamp;
        else if (ReceiverReport.TryRead(packet, out var ssrc, out blocks))
            sum += (int)ssrc;
        while (blocks.TryReadNext(out var block))
            sum += block.CumulativeLost;
        return sum;
    }

    private static int TouchFeedback(in RtcpPacketReader packet)
    {
        var sum = PictureLossIndication.TryRead(packet, out var pli) ? (int)pli.MediaSsrc : 0;
        if (FullIntraRequestReader.TryRead(packet, out var fir))
        {
            while (fir.TryReadNext(out _, out var sequence))
                sum += sequence;
        }

        if (NackReader.TryRead(packet, out var nack))
        {
            while (nack.TryReadNext(out var sequence))
                sum += sequence;
        }

        if (Remb.TryRead(packet, out var remb))
        {
            sum += (int)remb.BitrateBps;
            for (var i = 0; i < remb.SsrcCount; i++)
                sum += (int)remb.Ssrc(i);
        }

        if (TransportFeedbackReader.TryRead(packet, out var feedback))
        {
            var received = feedback;
            while (feedback.TryReadNext(out _, out var arrivalUs))
                sum += (int)arrivalUs;
            while (received.TryReadNextReceived(out _, out var arrivalUs))
                sum -= (int)arrivalUs;
        }

        return sum;
    }

    private static void DescribePacket(in RtcpPacketReader packet, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"[{packet.Type}");
        if (SenderReport.TryRead(packet, out var sender, out var blocks) || ReceiverReport.TryRead(packet, out _, out blocks))
        {
            text.Append(sender);
            while (blocks.TryReadNext(out var block))
                text.Append(block);
        }
        else if (SourceDescriptionReader.TryRead(packet, out var description))
        {
            while (description.TryReadNext(out var ssrc, out var item, out var value))
                text.Append(CultureInfo.InvariantCulture, $" {ssrc}:{item}={Encoding.UTF8.GetString(value)}");
        }
        else if (Goodbye.TryRead(packet, out var goodbye))
        {
            text.Append(CultureInfo.InvariantCulture, $" {goodbye.SsrcCount} {Convert.ToHexString(goodbye.Reason)}");
        }
        else if (PictureLossIndication.TryRead(packet, out var pli))
        {
            text.Append(pli);
        }
        else if (FullIntraRequestReader.TryRead(packet, out var fir))
        {
            while (fir.TryReadNext(out var ssrc, out var sequence))
                text.Append(CultureInfo.InvariantCulture, $" {ssrc}#{sequence}");
        }
        else if (NackReader.TryRead(packet, out var nack))
        {
            while (nack.TryReadNext(out var sequence))
                text.Append(CultureInfo.InvariantCulture, $" {sequence}");
        }
        else if (Remb.TryRead(packet, out var remb))
        {
            text.Append(CultureInfo.InvariantCulture, $" {remb.BitrateBps} {remb.SsrcCount}");
        }
        else if (TransportFeedbackReader.TryRead(packet, out var feedback))
        {
            text.Append(CultureInfo.InvariantCulture, $" {feedback.ReferenceTime}/{feedback.FeedbackCount}");
            while (feedback.TryReadNext(out var sequence, out var arrivalUs))
                text.Append(CultureInfo.InvariantCulture, $" {sequence}@{arrivalUs}");
        }
        else
        {
            text.Append('?');
        }

        text.Append(']');
    }
}
