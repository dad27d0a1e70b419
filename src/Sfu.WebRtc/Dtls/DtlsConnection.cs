using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// DTLS 1.2 for SRTP (RFC 6347, RFC 5764) with one peer, without I/O: datagrams and time in, datagrams out. The caller
/// passes on only datagrams from addresses ICE has verified. Nothing unauthenticated ends or changes the association:
/// plaintext alerts, hellos that cannot be agreed to, forged fragments and records that do not verify are as good as lost.
/// Keys are handed out only after the handshake has completed <em>and</em> the peer's certificate has one of the
/// fingerprints that were signalled. Owned by one loop; not thread-safe.
/// </summary>
public sealed partial class DtlsConnection : IDisposable
{
    private readonly DtlsRole _role;
    private readonly DtlsCertificate _certificate;
    private readonly DtlsOptions _options;
    private readonly PlaintextSequence _plaintextSequence = new();
    private readonly List<DtlsHandshake> _attempts = [];
    private DtlsHandshake? _established;
    private CertificateFingerprint[]? _remoteFingerprints;

    /// <param name="role">The client role speaks first, see <see cref="Start"/>.</param>
    /// <param name="certificate">Ours; stays the caller's.</param>
    public DtlsConnection(DtlsRole role, DtlsCertificate certificate)
        : this(role, certificate, DtlsOptions.Default)
    {
    }

    internal DtlsConnection(DtlsRole role, DtlsCertificate certificate, DtlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        _role = role;
        _certificate = certificate;
        _options = options;
    }

    public DtlsState State { get; private set; }

    /// <summary>Why <see cref="State"/> is Failed; before that, why the last hello or flight was refused. English, for logs.</summary>
    public string FailureReason { get; private set; } = "";

    /// <summary>Valid when connected.</summary>
    public SrtpProtectionProfile SrtpProfile => State is DtlsState.Connected ? _established!.SrtpProfile : SrtpProtectionProfile.None;

    /// <summary>When to call <see cref="HandleTimeout"/>.</summary>
    public long NextDeadlineUs
    {
        get
        {
            if (State is DtlsState.Handshaking && _established is not null)
                return _established.GiveUpAtUs;
            var next = MonotonicTime.Never;
            foreach (var attempt in _attempts)
                next = Math.Min(next, Math.Min(attempt.GiveUpAtUs, attempt.Flight.NextDeadlineUs));
            return next;
        }
    }

    /// <summary>
    /// What the peer signalled; its certificate must match one of them. May come after the handshake, which then waits for
    /// it, and again later: a connection whose certificate is no longer named fails.
    /// </summary>
    public void SetRemoteFingerprints(IReadOnlyList<CertificateFingerprint> fingerprints)
    {
        _remoteFingerprints = [.. fingerprints];
        CompareFingerprints();
    }

    /// <summary>The client role sends its ClientHello; the server role waits for one.</summary>
    public void Start(long nowUs, DatagramBatch output, in TransportAddress remote)
    {
        if (_role is not DtlsRole.Client || State is not DtlsState.New)
            return;
        var attempt = new DtlsClientHandshake(_certificate, _options, _plaintextSequence, nowUs);
        _attempts.Add(attempt);
        State = DtlsState.Handshaking;
        attempt.Flight.SendIfDue(nowUs, output, remote, attempt.Sealer);
    }

    public void HandleTimeout(long nowUs, DatagramBatch output, in TransportAddress remote)
    {
        if (State is not DtlsState.Handshaking)
            return;
        if (_established is not null)
        {
            if (nowUs >= _established.GiveUpAtUs)
                Fail("no fingerprint was signalled in time");
            return;
        }

        for (var i = _attempts.Count - 1; i >= 0; i--)
        {
            var attempt = _attempts[i];
            if (nowUs >= attempt.GiveUpAtUs)
            {
                DropAttempt(attempt, "the handshake did not complete in time");
                continue;
            }

            attempt.Flight.HandleTimeout(nowUs);
            attempt.Flight.SendIfDue(nowUs, output, remote, attempt.Sealer);
        }
    }

    /// <summary>The keys of SRTP (RFC 5764 §4.2); what the client protects uses the client's key and salt. Only when connected.</summary>
    /// <exception cref="InvalidOperationException">Not connected.</exception>
    /// <exception cref="ArgumentException">A span has not the length the profile asks for.</exception>
    public void ExportSrtpKeys(Span<byte> clientKey, Span<byte> serverKey, Span<byte> clientSalt, Span<byte> serverSalt)
    {
        var keyLength = SrtpProfile.KeyLength;
        var saltLength = SrtpProfile.SaltLength;
        if (State is DtlsState.Connected
            && (clientKey.Length != keyLength || serverKey.Length != keyLength || clientSalt.Length != saltLength || serverSalt.Length != saltLength))
        {
            throw new ArgumentException($"{SrtpProfile} has keys of {keyLength} and salts of {saltLength} bytes.");
        }

        Span<byte> material = stackalloc byte[2 * (keyLength + saltLength)];
        ExportKeyingMaterial("EXTRACTOR-dtls_srtp"u8, material);
        material[..keyLength].CopyTo(clientKey);
        material.Slice(keyLength, keyLength).CopyTo(serverKey);
        material.Slice(2 * keyLength, saltLength).CopyTo(clientSalt);
        material[(2 * keyLength + saltLength)..].CopyTo(serverSalt);
        material.Clear();
    }

    /// <summary>A keying material exporter without context (RFC 5705). Only when connected.</summary>
    /// <exception cref="InvalidOperationException">Not connected.</exception>
    public void ExportKeyingMaterial(ReadOnlySpan<byte> label, Span<byte> output)
    {
        if (State is not DtlsState.Connected)
            throw new InvalidOperationException("Keys exist only after the peer's certificate has matched its fingerprint.");
        _established!.Secret!.Export(label, output);
    }

    /// <summary>Says goodbye if there is an association to end, and forgets all keys.</summary>
    public void Close(long nowUs, DatagramBatch output, in TransportAddress remote)
    {
        if (State is DtlsState.Failed or DtlsState.Closed)
            return;
        SendCloseNotify(output, remote);
        End(DtlsState.Closed);
    }

    public void Dispose()
    {
        if (State is not DtlsState.Failed)
            End(DtlsState.Closed);
    }

    private void SendCloseNotify(DatagramBatch output, in TransportAddress remote)
    {
        var datagram = output.Reserve();
        if (_established?.Sealer is { } sealer
            && sealer.TrySeal(DtlsContentType.Alert, [DtlsAlert.LevelWarning, DtlsAlert.CloseNotify], datagram, out var length))
        {
            output.Commit(length, remote);
        }
    }

    private void CompareFingerprints()
    {
        if (_established is null || _remoteFingerprints is null)
            return;
        var certificate = _established.PeerCertificate!.Der;
        if (Array.Exists(_remoteFingerprints, f => f.Matches(certificate)))
            State = DtlsState.Connected;
        else
            Fail("the peer's certificate has none of the signalled fingerprints");
    }

    private void DropAttempt(DtlsHandshake attempt, string reason)
    {
        var rejection = attempt.Rejection;
        _attempts.Remove(attempt);
        attempt.Dispose();
        if (_attempts.Count == 0)
            Fail(rejection.Length > 0 ? $"{reason}; {rejection}" : reason);
    }

    private void Fail(string reason)
    {
        FailureReason = reason;
        End(DtlsState.Failed);
    }

    private void End(DtlsState state)
    {
        State = state;
        _established?.Dispose();
        _established = null;
        foreach (var attempt in _attempts)
            attempt.Dispose();
        _attempts.Clear();
        _earlyRecords.Clear();
        _hello = null;
    }
}
