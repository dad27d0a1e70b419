using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Sfu.Benchmarks.ServerMemory;

/// <summary>
/// How often and how long a server's threads stood still for its garbage collector, as its own runtime tells over the
/// diagnostics socket.
/// </summary>
internal sealed class Suspensions : IDisposable
{
    private const int BufferMegabytes = 4;

    private readonly EventPipeSession _session;
    private readonly Task _reading;
    private readonly List<double> _pausesMs = [];
    private double _beganMs;

    public Suspensions(int processId)
    {
        var events = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, (long)ClrTraceEventParser.Keywords.GC);
        _session = new DiagnosticsClient(processId).StartEventPipeSession([events], requestRundown: false, BufferMegabytes);
        _reading = Task.Run(Read);
    }

    public int Collections { get; private set; }

    public IReadOnlyList<double> PausesMs => _pausesMs;

    /// <summary>Ends the session, after which the numbers hold still.</summary>
    public async Task StopAsync()
    {
        await _session.StopAsync(CancellationToken.None);
        await _reading;
    }

    public void Dispose() => _session.Dispose();

    private void Read()
    {
        using var source = new EventPipeEventSource(_session.EventStream);
        source.Clr.GCStart += _ => Collections++;
        source.Clr.GCSuspendEEStart += began => _beganMs = began.TimeStampRelativeMSec;
        source.Clr.GCRestartEEStop += ended => _pausesMs.Add(ended.TimeStampRelativeMSec - _beganMs);
        source.Process();
    }
}
