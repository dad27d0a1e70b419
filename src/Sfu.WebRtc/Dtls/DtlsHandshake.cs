using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Sfu.WebRtc.Srtp;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// One attempt at a handshake, in either role: takes the peer's messages in order, builds our flights, ends with keys.
/// Until the peer's Finished verifies nothing it receives is authenticated. So nothing ends an attempt: a flight that does
/// not add up is taken back as if it had never come, and the honest peer's repetition gets its chance. Only time ends it.
/// Owned by one <see cref="DtlsConnection"/>; not thread-safe.
/// </summary>
internal abstract class DtlsHandshake : IDisposable
{
    /// <summary>A half-open handshake is given up after this long; a browser would have by then, too.</summary>
    public const long GiveUpAfterUs = 30 * MonotonicTime.Second;

    // A forged flight may cost a signature check; this bounds how many of them a flood can buy to 100 per second.
    private const long PauseAfterRejectionUs = 10 * MonotonicTime.Millisecond;

    private ushort _nextOutgoingSequence;
    private ushort _flightStart;
    private int _flightStartTranscriptLength;
    private long _deafUntilUs = long.MinValue;

    protected DtlsHandshake(DtlsRole role, DtlsCertificate certificate, DtlsOptions options, PlaintextSequence plaintextSequence, long nowUs)
    {
        Role = role;
        Certificate = certificate;
        Options = options;
        StartedAtUs = nowUs;
        Flight = new FlightRetransmitter(plaintextSequence, options.MaxDatagramBytes);
    }

    public long StartedAtUs { get; }

    public long GiveUpAtUs => StartedAtUs + GiveUpAfterUs;

    public FlightRetransmitter Flight { get; }

    public HandshakeReassembler Incoming { get; } = new();

    /// <summary>True once the peer's Finished has verified: the certificate is proven, the keys are agreed.</summary>
    [MemberNotNullWhen(true, nameof(Secret), nameof(PeerCertificate), nameof(Sealer))]
    public bool IsComplete { get; private set; }

    /// <summary>Why the last flight was taken back; for diagnosis.</summary>
    public string Rejection { get; private set; } = "";

    public PeerCertificate? PeerCertificate { get; protected set; }

    public DtlsMasterSecret? Secret { get; private set; }

    public SrtpProtectionProfile SrtpProfile { get; protected set; }

    /// <summary>Protects what we send in epoch 1; null before the keys are known.</summary>
    public DtlsRecordSealer? Sealer { get; private set; }

    /// <summary>Opens what the peer sends in epoch 1; null until its signature has verified.</summary>
    public DtlsRecordOpener? Opener { get; private set; }

    protected DtlsRole Role { get; }

    protected DtlsCertificate Certificate { get; }

    protected DtlsOptions Options { get; }

    protected HandshakeTranscript Transcript { get; } = new();

    /// <summary>Takes a fragment of the peer's; afterwards ask <see cref="Flight"/> what to send.</summary>
    public virtual void Receive(in HandshakeFragment fragment, bool isProtected, long nowUs)
    {
        // Finished is the only message of epoch 1, and all others belong to epoch 0: there is no renegotiation.
        if (nowUs < _deafUntilUs || (fragment.Type is HandshakeType.Finished) != isProtected)
            return;

        if (Incoming.Add(fragment) is FragmentResult.Repeated)
        {
            RepeatIfPreviousFlight(fragment.MessageSequence, nowUs);
            return;
        }

        while (!IsComplete)
        {
            var sequence = Incoming.NextSequence;
            if (!Incoming.TryTake(out var type, out var body))
                return;
            var reason = Process(type, sequence, body);
            if (reason.Length > 0)
            {
                TakeBackFlight(reason);
                _deafUntilUs = nowUs + PauseAfterRejectionUs;
                return;
            }
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Handles a complete message; the answer is empty, or why the message cannot be right.</summary>
    protected abstract string Process(HandshakeType type, ushort sequence, ReadOnlySpan<byte> body);

    /// <summary>Back to where the peer's current flight began.</summary>
    protected abstract void RestartFlight();

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            ForgetKeys();
    }

    /// <summary>Our flight is complete; what comes next is the peer's, and can be taken back to here.</summary>
    protected void AwaitFlight()
    {
        _flightStart = Incoming.NextSequence;
        _flightStartTranscriptLength = Transcript.Length;
    }

    protected void Hear(HandshakeType type, ushort sequence, ReadOnlySpan<byte> body) => Transcript.Append(type, sequence, body);

    protected void Say(HandshakeType type, ReadOnlySpan<byte> body, bool isProtected = false) =>
        Flight.Add(Transcript.Append(type, _nextOutgoingSequence++, body), isProtected);

    /// <summary>The number of our next message.</summary>
    protected void ContinueAt(ushort outgoingSequence) => _nextOutgoingSequence = outgoingSequence;

    protected void SayCertificate()
    {
        Span<byte> body = stackalloc byte[Certificate.Der.Length + 6]; // two 3-byte lengths
        Say(HandshakeType.Certificate, body[..PeerFlightWriter.WriteCertificate(body, Certificate.Der)]);
    }

    protected void SayFinished()
    {
        Span<byte> verifyData = stackalloc byte[TlsParameters.VerifyDataLength];
        ComputeVerifyData(ofClient: Role is DtlsRole.Client, verifyData);
        Flight.AddChangeCipherSpec();
        Say(HandshakeType.Finished, verifyData, isProtected: true);
    }

    /// <summary>Checks the peer's Finished against everything said before it.</summary>
    protected bool VerifyFinished(ReadOnlySpan<byte> body)
    {
        Span<byte> expected = stackalloc byte[TlsParameters.VerifyDataLength];
        ComputeVerifyData(ofClient: Role is DtlsRole.Server, expected);
        return CryptographicOperations.FixedTimeEquals(expected, body);
    }

    protected string ReadPeerCertificate(ReadOnlySpan<byte> body)
    {
        if (!CertificateMessageReader.TryRead(body, out var leaf))
            return "the peer's Certificate message is malformed";
        if (leaf.IsEmpty)
            return "the peer shows no certificate";
        if (!PeerCertificate.TryRead(leaf, out var certificate))
            return "the peer's certificate holds no key we accept";
        PeerCertificate = certificate;
        return "";
    }

    protected void KeepSecret(DtlsMasterSecret secret)
    {
        ForgetKeys();
        Secret = secret;
    }

    /// <summary>From here on records of epoch 1 can be sent and read.</summary>
    protected void InstallRecordKeys()
    {
        Secret!.DeriveRecordKeys(Role, out var sealer, out var opener);
        Sealer = sealer;
        Opener = opener;
    }

    protected void Complete()
    {
        IsComplete = true;
        Transcript.Truncate(0);
    }

    protected void ForgetKeys()
    {
        Secret?.Dispose();
        Sealer?.Dispose();
        Opener?.Dispose();
        Secret = null;
        Sealer = null;
        Opener = null;
    }

    protected void RestartReceivingAt(ushort sequence)
    {
        _flightStart = sequence;
        Incoming.Reset(sequence);
    }

    private void TakeBackFlight(string reason)
    {
        Rejection = reason;
        Transcript.Truncate(_flightStartTranscriptLength);
        Incoming.Reset(_flightStart);
        RestartFlight();
    }

    private void RepeatIfPreviousFlight(ushort sequence, long nowUs)
    {
        if (sequence < _flightStart || IsComplete)
            Flight.PeerRepeated(nowUs);
    }

    private void ComputeVerifyData(bool ofClient, Span<byte> verifyData)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Transcript.Hash(hash);
        Secret!.ComputeVerifyData(ofClient, hash, verifyData);
    }
}
