using System.Globalization;
using System.Text;
using Sfu.Sockets;

namespace Sfu.Server.Metrics;

/// <summary>Writes the text format that Prometheus reads (exposition format 0.0.4). Labels are our own words, never text from outside.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Begins a family of samples; each name once.</summary>
    /// <param name="type">counter, gauge or histogram.</param>
    public PrometheusText Family(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    /// <param name="labels">As in <c>reason="Asked"</c>, or empty.</param>
    public PrometheusText Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    /// <param name="unit">What one step of the histogram is in the family's unit: 1e-6 for microseconds told in seconds.</param>
    public PrometheusText Samples(string name, string labels, Histogram histogram, double unit)
    {
        long count = 0;
        for (var bucket = 0; bucket < histogram.Buckets; bucket++)
        {
            count += histogram[bucket];
            var bound = histogram.UpperBound(bucket);
            var text = bound == long.MaxValue ? "+Inf" : (bound * unit).ToString("G9", CultureInfo.InvariantCulture);
            Sample(name + "_bucket", $"{labels},le=\"{text}\"", count);
        }

        // The count is the last bucket's, not one read a moment later: the format wants them equal.
        return Sample(name + "_sum", labels, histogram.Sum * unit).Sample(name + "_count", labels, count);
    }

    public override string ToString() => _text.ToString();
}
