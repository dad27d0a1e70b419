using System.Collections.Concurrent;
using Sfu.Sockets;
using Sfu.WebRtc;

namespace Sfu.LoadTest.Generator;

/// <summary>
/// The one thread that is all participants: it waits for any of their sockets or deadlines and serves them one after the other.
/// Others hand it endpoints and questions. Lives for one run.
/// </summary>
internal sealed class GeneratorLoop : IDisposable
{
    /// <summary>Commands wait at most this long.</summary>
    private const long MaxWaitUs = 5 * MonotonicTime.Millisecond;

    /// <summary>Sleeping costs about as much; a deadline this near is waited for awake.</summary>
    private const long SpinUs = 15;

    /// <summary>Batches taken from one socket before the next gets its turn.</summary>
    private const int MaxBatches = 4;

    private readonly ConcurrentQueue<Action<long>> _commands = new();
    private readonly List<Endpoint> _endpoints = [];
    private readonly SocketPoller _poller = new();
    private readonly ReceiveBatch _batch = new();
    private readonly DatagramBatch _output = new(capacity: 256);
    private readonly Thread _thread;
    private long[] _deadlinesUs = new long[64];
    private volatile bool _stopping;

    public GeneratorLoop(int sources)
    {
        Window = new MeasuredWindow(sources);
        _thread = new Thread(Run) { IsBackground = true, Name = "load-generator" };
        _thread.Start();
    }

    public MeasuredWindow Window { get; }

    /// <summary>Why the loop ended early, if it did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Adds a peer connection and waits until its media can flow.</summary>
    public async Task ConnectAsync(Endpoint endpoint, CancellationToken cancellationToken)
    {
        await AskAsync(nowUs =>
        {
            Add(endpoint);
            endpoint.Start(nowUs, _output);
            return true;
        }).ConfigureAwait(false);
        await endpoint.Connected.WaitAsync(cancellationToken).ConfigureAwait(false);
        await AskAsync(nowUs =>
        {
            endpoint.StartMedia(nowUs, _output);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>Runs a question on the loop's thread and returns its answer.</summary>
    public async Task<T> AskAsync<T>(Func<long, T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _commands.Enqueue(nowUs => answer.SetResult(question(nowUs)));
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(10)).ConfigureAwait(false);
    }

    public Task OpenWindowAsync() => AskAsync(_ =>
    {
        Window.Open(NextNumbers());
        return true;
    });

    public Task CloseWindowAsync() => AskAsync(_ =>
    {
        Window.Close(NextNumbers());
        return true;
    });

    /// <summary>How many of the wanted deliveries flow, and how many are wanted.</summary>
    public Task<(int Live, int Wanted)> FlowsAsync(long withinUs) => AskAsync(nowUs =>
        (_endpoints.Sum(endpoint => endpoint.LiveSources(nowUs, withinUs)), _endpoints.Sum(endpoint => endpoint.Plan.ExpectedSources.Count)));

    public Task<GeneratorCounters> CountersAsync() => AskAsync(_ => new GeneratorCounters(
        _endpoints.Sum(endpoint => endpoint.Refused),
        _endpoints.Sum(endpoint => endpoint.Unexpected),
        _endpoints.Sum(endpoint => endpoint.KernelDrops),
        _endpoints.Sum(endpoint => endpoint.SendFailures),
        _endpoints.Sum(endpoint => endpoint.NacksSent),
        _endpoints.Count > 0 ? _endpoints[0].Profile.ToString() : ""));

    /// <summary>Packets sent in the closed window, and how many deliveries that should have made.</summary>
    public Task<(long Sent, long Wanted)> WantedAsync() => AskAsync(_ =>
    {
        long sent = 0;
        foreach (var endpoint in _endpoints)
        {
            sent += endpoint.Plan.Video is { } video ? Window.Sent(video.Source) : 0;
            sent += endpoint.Plan.Audio is { } audio ? Window.Sent(audio.Source) : 0;
        }

        return (sent, _endpoints.Sum(endpoint => endpoint.Plan.ExpectedSources.Sum(Window.Sent)));
    });

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        foreach (var endpoint in _endpoints)
            endpoint.Dispose();
        _poller.Dispose();
        _batch.Dispose();
        _output.Dispose();
    }

    private void Run()
    {
        try
        {
            // Sleeps end when asked, not up to 50 µs later (prctl(2)): packets of a frame are that close together.
            _ = LinuxNative.ProcessControl(LinuxNative.SetTimerSlack, 1, 0, 0, 0);
            while (!_stopping)
                Turn();
            foreach (var endpoint in _endpoints)
                endpoint.Close(MonotonicClock.NowUs, _output);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A thread may not throw; the run asks and then fails.
            Failure = failure;
        }
    }

    private void Turn()
    {
        var nowUs = MonotonicClock.NowUs;
        HandleTimers(nowUs);
        RunCommands(nowUs);

        var waitUs = Math.Min(NextDeadlineUs() - MonotonicClock.NowUs, MaxWaitUs);
        var ready = _poller.Wait(waitUs < SpinUs ? 0 : waitUs);
        for (var i = 0; i < ready; i++)
        {
            var number = _poller.Ready(i);
            var endpoint = _endpoints[number];
            nowUs = MonotonicClock.NowUs;
            for (var batches = 0; batches < MaxBatches && !endpoint.Receive(_batch, nowUs, _output); batches++)
            {
                // A full batch: the socket may have more.
            }

            _deadlinesUs[number] = endpoint.NextDeadlineUs;
            // Cameras do not wait until a burst is read.
            HandleTimers(nowUs);
        }
    }

    private void RunCommands(long nowUs)
    {
        if (_commands.IsEmpty)
            return;
        while (_commands.TryDequeue(out var command))
            command(nowUs);
        for (var i = 0; i < _endpoints.Count; i++)
            _deadlinesUs[i] = _endpoints[i].NextDeadlineUs;
    }

    private void HandleTimers(long nowUs)
    {
        var deadlines = _deadlinesUs.AsSpan(0, _endpoints.Count);
        for (var i = 0; i < deadlines.Length; i++)
        {
            if (deadlines[i] > nowUs)
                continue;
            _endpoints[i].HandleTimers(nowUs, _output);
            deadlines[i] = _endpoints[i].NextDeadlineUs;
        }
    }

    private long NextDeadlineUs()
    {
        var next = MonotonicTime.Never;
        foreach (var deadlineUs in _deadlinesUs.AsSpan(0, _endpoints.Count))
            next = Math.Min(next, deadlineUs);
        return next;
    }

    private void Add(Endpoint endpoint)
    {
        var number = _endpoints.Count;
        _endpoints.Add(endpoint);
        if (number == _deadlinesUs.Length)
            Array.Resize(ref _deadlinesUs, number * 2);
        _deadlinesUs[number] = 0;
        _poller.Add(endpoint.Descriptor, number);
    }

    private long[] NextNumbers()
    {
        var numbers = new long[Window.Sources];
        foreach (var endpoint in _endpoints)
        {
            if (endpoint.Plan.Video is { } video)
                numbers[video.Source] = video.NextNumber;
            if (endpoint.Plan.Audio is { } audio)
                numbers[audio.Source] = audio.NextNumber;
        }

        return numbers;
    }
}

/// <summary>What went wrong in the generator, if anything did.</summary>
internal sealed record GeneratorCounters(long Refused, long Unexpected, long KernelDrops, long SendFailures, long NacksSent, string Profile);
