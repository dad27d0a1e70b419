using System.Diagnostics.Metrics;

namespace Sfu.Server.Metrics;

/// <summary>Why a participation ended, as counted. A closed list: metrics never carry text from outside.</summary>
public enum LeaveReason
{
    Asked,
    Disconnected,
    Removed,
    MediaTimeout,
    MediaFailed,
    MediaClosed,
    ServerStopping,
}

/// <summary>The meter <c>Sfu</c>. Counts only: no name, address or room ever becomes a tag.</summary>
internal sealed class SfuMetrics : IDisposable
{
    public const string MeterName = "Sfu";

    private readonly Meter _meter;
    private readonly UpDownCounter<int> _rooms;
    private readonly UpDownCounter<int> _participants;
    private readonly UpDownCounter<int> _connections;
    private readonly Counter<long> _joins;
    private readonly Counter<long> _leaves;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _slowReaders;
    private readonly Counter<long> _foreignOrigins;

    public SfuMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _rooms = _meter.CreateUpDownCounter<int>("sfu.rooms", "{room}", "Rooms with somebody in them.");
        _participants = _meter.CreateUpDownCounter<int>("sfu.participants", "{participant}", "Participants in all rooms.");
        _connections = _meter.CreateUpDownCounter<int>("sfu.hub.connections", "{connection}", "Hub connections, in a room or not.");
        _joins = _meter.CreateCounter<long>("sfu.joins", "{join}", "Participants who came in.");
        _leaves = _meter.CreateCounter<long>("sfu.leaves", "{leave}", "Participants who went, by reason.");
        _refusals = _meter.CreateCounter<long>("sfu.hub.refusals", "{call}", "Hub calls refused, by problem code.");
        _slowReaders = _meter.CreateCounter<long>("sfu.hub.slow_readers", "{connection}", "Hub connections ended because they did not read.");
        _foreignOrigins = _meter.CreateCounter<long>("sfu.hub.foreign_origins", "{request}", "Requests refused because another site's page made them.");
    }

    public void RoomOpened() => _rooms.Add(1);

    public void RoomClosed() => _rooms.Add(-1);

    public void Joined()
    {
        _participants.Add(1);
        _joins.Add(1);
    }

    public void Left(LeaveReason reason)
    {
        _participants.Add(-1);
        _leaves.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
    }

    public void Connected() => _connections.Add(1);

    public void Disconnected() => _connections.Add(-1);

    public void Refused(Enum code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code.ToString()));

    public void SlowReaderCutOff() => _slowReaders.Add(1);

    public void ForeignOriginRefused() => _foreignOrigins.Add(1);

    public void Dispose() => _meter.Dispose();
}
