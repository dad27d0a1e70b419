using System.Globalization;
using System.Text;

namespace Sfu.LoadTest.Report;

/// <summary>The medians as a Markdown table, ready for docs/benchmarks.md.</summary>
internal static class ResultTable
{
    public static string Write(IReadOnlyList<Medians> medians, string reference)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            | scenario | server | runs | packets/s in → out | loss | CPU µs/packet (user + system) | ratio to {reference} (min-max) | delay p50 / p99 / p99.9 ms | switches/packet | RSS MB idle + per participant | core: server, generator, others |
            |---|---|---|---|---|---|---|---|---|---|---|

            """);
        foreach (var row in medians)
            text.AppendLine(Row(row));
        return text.ToString();
    }

    private static string Row(Medians row)
    {
        var ratio = row.RatioToReference is { } value ? Number($"{value:0.000} ({row.RatioRange[0]:0.000}-{row.RatioRange[1]:0.000})") : "";
        return Number($"""
            | {row.Title} | {row.Variant} | {row.Runs} | {row.PacketsInPerSecond:0} → {row.PacketsOutPerSecond:0} | {row.WorstLoss:0.000%} | {row.CpuUsPerPacket:0.00} ({row.UserUsPerPacket:0.00} + {row.SystemUsPerPacket:0.00}) | {ratio} | {row.DelayP50Us / 1000:0.00} / {row.DelayP99Us / 1000:0.00} / {row.DelayP999Us / 1000:0.00} | {row.SwitchesPerPacket:0.000} | {row.IdleMegabytes:0} + {row.MegabytesPerParticipant:0.00} | {row.ServerShare:0%}, {row.GeneratorShare:0%}, {row.OthersShare:0%} |
            """);
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
