using Sfu.Wire;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <content>
/// The server's side of hellos. A second hello does not push the first one out: whoever can forge one from the peer's
/// address must not be able to end the handshake that is under way. Both are answered, and the one that completes wins.
/// </content>
public sealed partial class DtlsConnection
{
    // The honest one, a restart of it, and a forged one. Together with a hello on its way, three attempts put together
    // at most 64 KiB of messages.
    private const int MaxAttempts = 3;

    // When all places are taken, an attempt gives way that has had its chance: several times a slow round trip.
    private const long AttemptGraceUs = 3 * MonotonicTime.Second;

    private MessageAssembly? _hello;

    /// <summary>Memory that fragments have reserved, at most 64 KiB: they are not authenticated.</summary>
    internal int ReservedBytes => (_hello?.Bytes.Length ?? 0) + _attempts.Sum(a => a.Incoming.ReservedBytes);

    private void ReceiveHello(in HandshakeFragment fragment, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        // We never ask for a cookie, so a hello is always message 0.
        if (fragment.MessageSequence != 0 || !MessageAssembly.IsWorthKeeping(fragment))
            return;
        if (_hello is null || _hello.Add(fragment) is not AssemblyResult.Added)
            _hello = new MessageAssembly(fragment);
        if (!_hello.IsComplete)
            return;

        var body = _hello.Bytes;
        _hello = null;
        AnswerHello(body, from, nowUs, output);
    }

    private void AnswerHello(ReadOnlySpan<byte> body, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        foreach (var known in _attempts)
        {
            if (!((DtlsServerHandshake)known).Answers(body))
                continue;
            known.Flight.PeerRepeated(nowUs);
            known.Flight.SendIfDue(nowUs, output, from, known.Sealer);
            return;
        }

        if (!NegotiatedHello.TryAgree(body, _options.SrtpProfiles, out var negotiated, out var reason))
        {
            // No alert goes back: the peer could not know that it is ours, and the hello may have been a stranger's.
            FailureReason = reason;
            return;
        }

        if (!MakeRoomForAttempt(nowUs))
            return;
        var attempt = new DtlsServerHandshake(_certificate, _options, _plaintextSequence, negotiated, body, nowUs);
        _attempts.Add(attempt);
        State = DtlsState.Handshaking;
        attempt.Flight.SendIfDue(nowUs, output, from, attempt.Sealer);
    }

    private bool MakeRoomForAttempt(long nowUs)
    {
        if (_attempts.Count < MaxAttempts)
            return true;
        var oldest = _attempts[0];
        if (nowUs - oldest.StartedAtUs < AttemptGraceUs)
            return false;
        _attempts.RemoveAt(0);
        oldest.Dispose();
        return true;
    }
}
