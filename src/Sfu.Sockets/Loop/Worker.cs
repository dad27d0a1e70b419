using System.Net;
using Sfu.Media;
using Sfu.Sockets.Udp;
using Sfu.WebRtc;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;

namespace Sfu.Sockets.Loop;

/// <summary>
/// One media worker: a thread, its UDP port, and the <see cref="MediaLoop"/> that owns every room pinned to it.
/// The public methods post to the loop's mailbox and may be called from any thread; none waits for the loop.
/// </summary>
public sealed class Worker : IDisposable
{
    /// <summary>Commands handled per turn, so that a burst of joins does not stop the media of others.</summary>
    private const int MaxCommandsPerTurn = 64;

    /// <summary>Once for reports that came alone, once for the picture that may have begun meanwhile.</summary>
    private const int MaxGatherings = 2;

    /// <summary>The longest sleep; a wake-up that the kernel dropped costs at most this.</summary>
    private const long LongestWaitUs = MonotonicTime.Second;

    private readonly UdpPort _port;
    private readonly ReceiveSlab _slab = new();
    private readonly Mailbox _mailbox;
    private readonly DatagramBatch _output;
    private readonly MediaLoop _loop;
    private readonly Thread _thread;
    private readonly int _gatherUs;
    private long _turnStartedUs;
    private long _dueUs;
    private TurnPace _pace;
    private int _wakePending;
    private volatile bool _stopping;

    /// <exception cref="System.Net.Sockets.SocketException">The port is taken or the address is not ours.</exception>
    public Worker(WorkerOptions options, DtlsCertificate certificate, IWorkerEvents events)
    {
        _port = UdpPort.Open(options.BindAddress, options.Port, options.SocketBufferBytes, options.Backend);
        _gatherUs = SwitchedOff.Gathering ? 0 : options.GatherUs;
        _mailbox = new Mailbox(options.MailboxCapacity);
        _output = SwitchedOff.EarlySending ? new DatagramBatch(whenFull: Send, enoughToSend: int.MaxValue) : new DatagramBatch(whenFull: Send);
        _loop = new MediaLoop(certificate, events, _output);
        _thread = new Thread(Run) { Name = "media-worker", IsBackground = true };
    }

    public IPEndPoint LocalEndPoint => _port.LocalEndPoint;

    public LoopCounters Counters => _loop.Counters;

    public PortCounters PortCounters => _port.Counters;

    /// <summary>Raised on the worker's thread if its loop dies of a bug.</summary>
    public event Action<Exception>? Failed;

    public void Start() => _thread.Start();

    /// <summary>Lets a participant in. False: the worker is overloaded, nothing was done.</summary>
    public bool TryJoin(uint room, uint participant, IceCredentials local, SlotPlan slots) =>
        TryPost(loop => loop.Join(room, participant, local, slots, MonotonicClock.NowUs));

    public bool TrySetRemote(uint participant, IceCredentials remote, IReadOnlyList<CertificateFingerprint> fingerprints) =>
        TryPost(loop => loop.SetRemote(participant, remote, fingerprints, MonotonicClock.NowUs));

    public bool TryRestartIce(uint participant, IceCredentials local) =>
        TryPost(loop => loop.RestartIce(participant, local));

    public bool TrySetPublishing(uint participant, Sources sources) =>
        TryPost(loop => loop.SetPublishing(participant, sources));

    public bool TrySetView(uint participant, ViewItem[] items) =>
        TryPost(loop => loop.SetView(participant, items));

    /// <summary>Forgets a participant; never refused.</summary>
    public void Leave(uint participant)
    {
        _mailbox.PostAlways(loop => loop.Leave(participant, MonotonicClock.NowUs));
        Wake();
    }

    /// <summary>Says goodbye to everyone and ends the thread.</summary>
    public void Dispose()
    {
        _stopping = true;
        _port.Wake();
        if (_thread.IsAlive)
            _thread.Join();
        _loop.Dispose();
        _output.Dispose();
        _slab.Dispose();
        _port.Dispose();
    }

    /// <summary>Runs a command on the loop's thread, in its turn. False: overloaded.</summary>
    internal bool TryPost(Action<MediaLoop> command)
    {
        if (!_mailbox.TryPost(command))
            return false;
        Wake();
        return true;
    }

    private void Wake()
    {
        // One empty datagram is enough for any number of commands posted before the loop looks.
        if (Interlocked.Exchange(ref _wakePending, 1) == 0)
            _port.Wake();
    }

    private void Run()
    {
        try
        {
            _turnStartedUs = MonotonicClock.NowUs;
            while (!_stopping)
                RunOnce();
            _loop.CloseAll(MonotonicClock.NowUs);
            Send(_output);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Failed?.Invoke(failure);
        }
    }

    private void RunOnce()
    {
        var nowUs = ReceiveNext();
        _pace.BeginTurn(nowUs);
        for (var i = 0; i < MaxGatherings && _gatherUs > 0 && _loop.MoreIsComing && _slab.Count < ReceiveSlab.Capacity; i++)
        {
            _port.Gather(_gatherUs);
            nowUs = MonotonicClock.NowUs;
            Receive(nowUs);
        }

        _turnStartedUs = nowUs;
        RunCommands();
        _loop.Forward(nowUs);
        if (_loop.NextDeadlineUs <= nowUs)
            _loop.HandleTimers(nowUs);
        Send(_output);
    }

    /// <summary>Sleeps until something has come or is due, takes it in, and says when that was.</summary>
    private long ReceiveNext()
    {
        var nowUs = MonotonicClock.NowUs;
        Counters.TurnUs.Add(nowUs - _turnStartedUs);
        _dueUs = Math.Max(_loop.NextDeadlineUs, nowUs);
        if (!TryReceiveAfterPause(ref nowUs))
        {
            _port.Wait(Volatile.Read(ref _wakePending) != 0 ? 0 : (int)Math.Clamp(_dueUs - nowUs, 0, LongestWaitUs));
            nowUs = MonotonicClock.NowUs;
            Receive(nowUs);
        }

        if (nowUs >= _dueUs)
            Counters.LagUs.Add(nowUs - _dueUs);
        return nowUs;
    }

    private bool TryReceiveAfterPause(ref long nowUs)
    {
        var pauseUs = _pace.PauseUs(_dueUs, nowUs);
        if (pauseUs == 0 || Volatile.Read(ref _wakePending) != 0)
            return false;
        _port.Gather((int)pauseUs);
        nowUs = MonotonicClock.NowUs;
        Receive(nowUs);
        if (_slab.Count > 0)
            return true;
        _pace.FoundNothing();
        return false;
    }

    /// <summary>Takes in what has arrived.</summary>
    private void Receive(long nowUs)
    {
        _port.Receive(_slab);
        if (_slab.Count > 0)
            Counters.ReceiveBatches.Add(_slab.Count);
        _loop.BeginBatch();
        for (var i = 0; i < _slab.Count; i++)
            _loop.Receive(_slab[i], _slab.Source(i), nowUs);
    }

    private void RunCommands()
    {
        // Reset before looking: a command posted after the last look then sends its own wake-up.
        Volatile.Write(ref _wakePending, 0);
        for (var i = 0; i < MaxCommandsPerTurn; i++)
        {
            if (!_mailbox.TryTake(out var command))
                return;
            command!(_loop);
        }

        Volatile.Write(ref _wakePending, 1);
    }

    private void Send(DatagramBatch batch)
    {
        if (batch.Count > 0)
        {
            Counters.SendBatches.Add(batch.Count);
            Counters.DatagramsSent += batch.Count;
            Counters.BytesSent += batch.Bytes;
        }

        _port.Send(batch);
    }
}
