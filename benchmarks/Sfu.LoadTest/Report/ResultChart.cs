using System.Globalization;
using System.Text;
using Sfu.LoadTest.Measurement;

namespace Sfu.LoadTest.Report;

/// <summary>A bar chart of CPU per delivered packet, as SVG that reads well on light and dark pages.</summary>
internal static class ResultChart
{
    private const int Width = 760, Left = 250, Right = 90, Top = 56, BarHeight = 14, BarGap = 3, GroupGap = 14, Bottom = 34;

    private static readonly (string Variant, string Label, string Color)[] Series =
    [
        (Variant.Sfu, "Sfu", "#2f7d4f"),
        (Variant.Janus, "Janus, one event loop", "#b0762a"),
        (Variant.JanusStock, "Janus as installed", "#8a8f98"),
    ];

    public static void Write(string path, IReadOnlyList<Medians> medians)
    {
        string[] scenarios = [.. medians.Select(row => row.Scenario).Distinct()];
        if (scenarios.Length == 0)
            return;
        var groupHeight = (Series.Length * (BarHeight + BarGap)) + GroupGap;
        var height = Top + (scenarios.Length * groupHeight) + Bottom;
        var scale = (Width - Left - Right) / medians.Max(row => row.CpuUsPerPacket);
        var svg = new StringBuilder();
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" role="img" aria-label="Server CPU time per delivered packet" font-family="system-ui, sans-serif" font-size="12">""");
        Line($"""<rect width="{Width}" height="{height}" rx="8" fill="#ffffff"/>""");
        Line($"""<text x="16" y="24" font-size="15" font-weight="600" fill="#1d2126">Server CPU per packet delivered, microseconds (less is better)</text>""");
        WriteLegend();
        for (var i = 0; i < scenarios.Length; i++)
            WriteGroup(scenarios[i], Top + (i * groupHeight));
        Line($"""<text x="16" y="{height - 12}" font-size="11" fill="#5b626c">Medians of interleaved runs, both servers pinned to the same core, AES-GCM where both ends have it. How: docs/benchmarks.md</text>""");
        Line($"</svg>");
        File.WriteAllText(path, svg.ToString());

        void WriteLegend()
        {
            var x = 16;
            foreach (var (_, label, color) in Series)
            {
                Line($"""<rect x="{x}" y="34" width="10" height="10" fill="{color}"/><text x="{x + 15}" y="43" fill="#1d2126">{label}</text>""");
                x += 40 + (label.Length * 7);
            }
        }

        void WriteGroup(string scenario, int top)
        {
            var title = medians.First(row => row.Scenario == scenario).Title;
            Line($"""<text x="{Left - 10}" y="{top + 26}" text-anchor="end" fill="#1d2126">{Wrapped(title)}</text>""");
            var y = top;
            foreach (var (variant, _, color) in Series)
            {
                if (medians.FirstOrDefault(row => row.Scenario == scenario && row.Variant == variant) is { } row)
                {
                    var ratio = row.RatioToReference is { } value && variant == Variant.Sfu ? string.Create(CultureInfo.InvariantCulture, $" ({value:0.00}x)") : "";
                    Line($"""<rect x="{Left}" y="{y}" width="{row.CpuUsPerPacket * scale:0.0}" height="{BarHeight}" fill="{color}"/>""");
                    Line($"""<text x="{Left + (row.CpuUsPerPacket * scale) + 6:0.0}" y="{y + 11}" fill="#1d2126">{row.CpuUsPerPacket:0.0}{ratio}</text>""");
                }

                y += BarHeight + BarGap;
            }
        }

        void Line(FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The part in parentheses is for the table.</summary>
    private static string Wrapped(string title) => title.Split(" (")[0];
}
