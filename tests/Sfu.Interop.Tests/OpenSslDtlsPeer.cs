using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sfu.Testing.Processes;
using Sfu.WebRtc;
using Sfu.WebRtc.Dtls;
using Sfu.Wire;

namespace Sfu.Interop.Tests;

/// <summary>
/// Our DTLS on a loopback socket opposite an openssl process. It pumps datagrams and timeouts until a state is reached.
/// Owned by one test.
/// </summary>
internal sealed class OpenSslDtlsPeer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly DatagramBatch _output = new(64);
    private readonly DtlsCertificate _certificate = DtlsCertificate.CreateSelfSigned();
    private readonly byte[] _buffer = new byte[2048];
    private TransportAddress _remote;

    public OpenSslDtlsPeer(DtlsRole role, DtlsOptions options, CertificateFingerprint expected)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Connection = new DtlsConnection(role, _certificate, options);
        Connection.SetRemoteFingerprints([expected]);
    }

    public DtlsConnection Connection { get; }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public int LongestReceived { get; private set; }

    /// <summary>Whether the n-th datagram of a direction gets lost, counted from 0.</summary>
    public Func<bool, int, bool> Loses { get; init; } = (_, _) => false;

    public int DatagramsReceived { get; private set; }

    public int DatagramsSent { get; private set; }

    /// <summary>Starts the client role.</summary>
    public void Start(int remotePort)
    {
        _remote = TransportAddress.From(IPAddress.Loopback, remotePort);
        Connection.Start(NowUs(), _output, _remote);
        Flush();
    }

    public void Close()
    {
        Connection.Close(NowUs(), _output, _remote);
        Flush();
    }

    /// <summary>Runs until the state is reached; throws with what openssl said when that takes too long.</summary>
    public async Task PumpUntilAsync(DtlsState state, ChildProcess openssl)
    {
        var started = Stopwatch.GetTimestamp();
        while (Connection.State != state)
        {
            if (Stopwatch.GetElapsedTime(started) > Limit || Connection.State is DtlsState.Failed)
                throw new TimeoutException($"{Connection.State}, not {state}: {Connection.FailureReason}\n{openssl.Describe()}");
            await PumpOnceAsync();
        }
    }

    /// <summary>Runs until openssl has printed such a line and returns it.</summary>
    public async Task<string> PumpUntilLineAsync(string start, ChildProcess openssl)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var line = openssl.OutputLines.Select(l => l.Trim()).FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal));
            if (line is not null)
                return line;
            if (Stopwatch.GetElapsedTime(started) > Limit)
                throw new TimeoutException($"openssl did not print \"{start}\":\n{openssl.Describe()}");
            await PumpOnceAsync();
        }
    }

    /// <summary>Runs until our side gives this reason for refusing.</summary>
    public async Task PumpUntilReasonAsync(string reason, ChildProcess openssl)
    {
        var started = Stopwatch.GetTimestamp();
        while (Connection.FailureReason != reason)
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
                throw new TimeoutException($"{Connection.State}, \"{Connection.FailureReason}\" instead of \"{reason}\":\n{openssl.Describe()}");
            await PumpOnceAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        Connection.Dispose();
        _certificate.Dispose();
        _output.Dispose();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static long NowUs() => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / MonotonicTime.Second);

    private async Task PumpOnceAsync()
    {
        // Never longer than 50 ms, so that the callers' other conditions are looked at as well.
        var waitUs = Math.Clamp(Connection.NextDeadlineUs - NowUs(), 0, 50 * MonotonicTime.Millisecond);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMicroseconds(waitUs));
        try
        {
            var received = await _socket.ReceiveFromAsync(_buffer, new IPEndPoint(IPAddress.Loopback, 0), deadline.Token);
            var from = (IPEndPoint)received.RemoteEndPoint;
            _remote = TransportAddress.From(from.Address, from.Port);
            LongestReceived = Math.Max(LongestReceived, received.ReceivedBytes);
            if (!Loses(true, DatagramsReceived++))
                Connection.Receive(_buffer.AsSpan(0, received.ReceivedBytes), _remote, NowUs(), _output);
        }
        catch (OperationCanceledException)
        {
            Connection.HandleTimeout(NowUs(), _output, _remote);
        }

        Flush();
    }

    private void Flush()
    {
        for (var i = 0; i < _output.Count; i++)
        {
            var to = _output.Destination(i);
            if (Loses(false, DatagramsSent++))
                continue;
            _socket.SendTo(_output[i], new IPEndPoint(to.ToIPAddress(), to.Port));
        }

        _output.Clear();
    }
}
