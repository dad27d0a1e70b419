using Sfu.Wire;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <content>Records in: which attempt they belong to, and what they may change.</content>
public sealed partial class DtlsConnection
{
    private readonly EarlyRecords _earlyRecords = new();

    /// <summary>Takes one datagram of kind DTLS from an address ICE has verified; answers go to that address.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        var records = new DtlsRecordReader(datagram);
        while (State is not (DtlsState.Failed or DtlsState.Closed) && records.TryReadNext(out var record))
        {
            // Epoch 0 has no replay window: it authenticates nothing, so a forged number could shut the honest peer out.
            if (record.Epoch == 0)
                ReceivePlaintext(record, from, nowUs, output);
            else if (record.Epoch == DtlsRecordSealer.Epoch)
                ReceiveProtected(record, from, nowUs, output);
        }
    }

    private void ReceivePlaintext(in DtlsRecord record, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        // A plaintext alert is a rumour. ChangeCipherSpec says nothing that the epoch of the next record does not say.
        // And once the handshake is complete, nobody has anything to say in plaintext any more.
        if (record.ContentType is not DtlsContentType.Handshake || _established is not null)
            return;

        var fragments = new HandshakeFragmentReader(record.Fragment);
        while (fragments.TryReadNext(out var fragment) && _established is null)
        {
            if (fragment.Type is HandshakeType.ClientHello)
            {
                if (_role is DtlsRole.Server)
                    ReceiveHello(fragment, from, nowUs, output);
                continue;
            }

            // Nothing in a fragment tells which hello it follows, so every attempt gets it; signatures sort them out.
            for (var i = _attempts.Count - 1; i >= 0 && i < _attempts.Count; i--)
                ReceiveFragment(_attempts[i], fragment, isProtected: false, from, nowUs, output);
        }
    }

    private void ReceiveProtected(in DtlsRecord record, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        if (record.Fragment.Length > DatagramBatch.MaxDatagramLength)
            return;

        Span<byte> plaintext = stackalloc byte[DatagramBatch.MaxDatagramLength];
        if (_established is not null)
        {
            if (_established.Opener!.TryOpen(record, plaintext, out var length))
                ReceiveOpened(_established, record.ContentType, plaintext[..length], from, nowUs, output);
            return;
        }

        foreach (var attempt in _attempts)
        {
            if (attempt.Opener?.TryOpen(record, plaintext, out var length) is not true)
                continue;
            ReceiveOpened(attempt, record.ContentType, plaintext[..length], from, nowUs, output);
            return;
        }

        _earlyRecords.Keep(record);
    }

    private void ReceiveOpened(
        DtlsHandshake attempt, DtlsContentType type, ReadOnlySpan<byte> plaintext, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        if (type is DtlsContentType.Alert)
        {
            ReceiveAlert(attempt, plaintext, from, output);
            return;
        }

        // Application data has no meaning here; media does not travel in DTLS.
        if (type is not DtlsContentType.Handshake)
            return;
        var fragments = new HandshakeFragmentReader(plaintext);
        while (State is not (DtlsState.Failed or DtlsState.Closed) && fragments.TryReadNext(out var fragment))
            ReceiveFragment(attempt, fragment, isProtected: true, from, nowUs, output);
    }

    private void ReceiveFragment(
        DtlsHandshake attempt, in HandshakeFragment fragment, bool isProtected, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        var couldOpen = attempt.Opener is not null;
        attempt.Receive(fragment, isProtected, nowUs);
        if (attempt.Rejection.Length > 0)
            FailureReason = attempt.Rejection;
        if (attempt.IsComplete && _established is null)
            Establish(attempt);
        if (State is DtlsState.Failed)
            return;

        attempt.Flight.SendIfDue(nowUs, output, from, attempt.Sealer);
        if (couldOpen || attempt.Opener is null)
            return;
        for (var waiting = _earlyRecords.Count; waiting > 0 && _earlyRecords.Count > 0; waiting--)
            ReceiveProtected(_earlyRecords.Take(), from, nowUs, output);
    }

    private void ReceiveAlert(DtlsHandshake attempt, ReadOnlySpan<byte> alert, in TransportAddress from, DatagramBatch output)
    {
        if (alert.Length != DtlsAlert.Length)
            return;
        var (level, description) = (alert[0], alert[1]);
        if (attempt != _established)
        {
            if (level == DtlsAlert.LevelFatal || description == DtlsAlert.CloseNotify)
                DropAttempt(attempt, $"the peer ended the handshake with alert {description}");
        }
        else if (description == DtlsAlert.CloseNotify)
        {
            SendCloseNotify(output, from); // RFC 5246 §7.2.1: answered in kind
            End(DtlsState.Closed);
        }
        else if (level == DtlsAlert.LevelFatal)
        {
            Fail($"the peer sent the fatal alert {description}");
        }
    }

    private void Establish(DtlsHandshake attempt)
    {
        _established = attempt;
        _attempts.Remove(attempt);
        foreach (var other in _attempts)
            other.Dispose();
        _attempts.Clear();
        _earlyRecords.Clear();
        _hello = null;
        FailureReason = "";
        CompareFingerprints();
    }
}
