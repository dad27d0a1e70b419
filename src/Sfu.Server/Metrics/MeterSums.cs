using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Sfu.Server.Metrics;

/// <summary>What the server's own meter has counted since the start, for whoever asks later. Singleton, made before the first visitor.</summary>
internal sealed class MeterSums : IDisposable
{
    private readonly ConcurrentDictionary<(string Instrument, string Labels), Sum> _sums = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new();
    private readonly MeterListener _listener = new();

    public MeterSums(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SfuMetrics.MeterName && instrument.Meter.Scope == factory)
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public void Write(PrometheusText text)
    {
        foreach (var instrument in _instruments.Values.OrderBy(instrument => instrument.Name, StringComparer.Ordinal))
        {
            var isCounter = instrument is Counter<long>;
            var name = instrument.Name.Replace('.', '_') + (isCounter ? "_total" : "");
            text.Family(name, isCounter ? "counter" : "gauge", instrument.Description ?? instrument.Name);
            var sums = _sums.Where(sum => sum.Key.Instrument == instrument.Name).OrderBy(sum => sum.Key.Labels, StringComparer.Ordinal).ToList();
            if (sums.Count == 0 && !isCounter)
            {
                text.Sample(name, "", 0);
            }

            foreach (var (key, sum) in sums)
            {
                text.Sample(name, key.Labels, Interlocked.Read(ref sum.Value));
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = "";
        foreach (var tag in tags)
        {
            labels += $"{(labels.Length > 0 ? "," : "")}{tag.Key}=\"{tag.Value}\"";
        }

        Interlocked.Add(ref _sums.GetOrAdd((instrument.Name, labels), _ => new Sum()).Value, value);
    }

    private sealed class Sum
    {
        public long Value;
    }
}
