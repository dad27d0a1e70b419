using Sfu.Wire;
using Sfu.Wire.Stun;

namespace Sfu.WebRtc.Ice;

/// <summary>
/// The server's side of ICE (RFC 8445 §2.5): it sends no checks, it answers them, and learns from authentic ones where its
/// peer is. Nothing is learnt from, and no answer goes to, a datagram that does not carry the password's HMAC.
/// Owned by the worker loop of its session; allocates nothing per message; time is passed in.
/// </summary>
public sealed class IceLiteAgent
{
    private readonly VerifiedAddresses _addresses = new();
    private IceGeneration _current;
    private IceGeneration? _previous; // before a restart; good until a check under the current one verifies
    private bool _currentVerified;
    private uint _nomination; // the highest counter nominated with; 0: the peer does not count

    public IceLiteAgent(IceCredentials local) => _current = new IceGeneration(local);

    /// <summary>The newest credentials: those of the last offer.</summary>
    public IceCredentials Local => _current.Local;

    public bool HasSelected => _addresses.HasSelected;

    /// <summary>Where media goes. Valid only when <see cref="HasSelected"/>.</summary>
    public TransportAddress Selected => _addresses.Selected;

    /// <summary>30 s after the last authentic check (RFC 7675); 0 before the first.</summary>
    public long ConsentExpiresAtUs { get; private set; }

    /// <summary>Takes the peer's half from its answer. Only the fragment matters: a lite agent never needs the peer's password.</summary>
    public void SetRemote(IceCredentials remote) => _current.SetRemote(remote);

    /// <summary>
    /// Begins a new generation (RFC 8445 §9). The old credentials, addresses and selection stay good until a check under the
    /// new ones verifies, so media goes on through the change.
    /// </summary>
    public void Restart(IceCredentials newLocal)
    {
        if (_currentVerified)
            _previous = _current;
        _current = new IceGeneration(newLocal);
        _currentVerified = false;
    }

    /// <summary>DTLS and SRTP are accepted from these addresses only.</summary>
    public bool IsVerified(in TransportAddress address) => _addresses.Contains(address);

    public bool HasConsent(long nowUs) => nowUs < ConsentExpiresAtUs;

    public StunOutcome Receive(ReadOnlySpan<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        if (!StunMessageReader.TryRead(datagram, out var message) || message.Type != StunMessageType.BindingRequest)
            return StunOutcome.Dropped;

        // The cheap checks first: a flood of forgeries should not cost an HMAC each.
        var generation = FindGeneration(message.Username);
        if (generation is null || !message.HasMessageIntegrity || (message.HasFingerprint && !message.VerifyFingerprint()))
            return StunOutcome.Dropped;
        if (!message.VerifyIntegrity(generation.LocalPassword))
            return StunOutcome.Dropped; // RFC 8489 §9.1.3 says 401; silence tells an attacker less and reflects nothing

        if (message.HasUnknownAttributes)
            return AnswerError(message, StunErrorCode.UnknownAttribute, generation, from, output);
        if (message.HasIceControlled && message.HasIceControlling)
            return AnswerError(message, StunErrorCode.BadRequest, generation, from, output);
        if (message.HasIceControlled)
            return AnswerError(message, StunErrorCode.RoleConflict, generation, from, output); // a lite agent is always the controlled one (RFC 8445 §6.1.1)

        if (generation == _current && !_currentVerified)
            EnterCurrentGeneration();
        Learn(message, from, nowUs);
        AnswerSuccess(message, generation, from, output);
        return StunOutcome.Verified;
    }

    private IceGeneration? FindGeneration(ReadOnlySpan<byte> username)
    {
        if (_current.IsAddressedBy(username))
            return _current;
        return _previous is not null && _previous.IsAddressedBy(username) ? _previous : null;
    }

    private void EnterCurrentGeneration()
    {
        _previous = null;
        _currentVerified = true;
        _nomination = 0;
        // Old addresses stay verified: packets sent on the old path are still in flight, and DTLS and SRTP authenticate themselves.
        // The selection is open again, though.
        _addresses.Select(-1);
    }

    private void Learn(in StunMessageReader message, in TransportAddress from, long nowUs)
    {
        ConsentExpiresAtUs = nowUs + IceTiming.ConsentUs;
        var index = _addresses.Refresh(from, nowUs);

        // Without a nomination: the first address, or the one checks come from now (a NAT gave the peer a new port, say).
        if (IsNomination(message) || !_addresses.HasSelected || _addresses.IsSelectedSilent(nowUs, IceTiming.SelectedSilenceUs))
            _addresses.Select(index);
    }

    private bool IsNomination(in StunMessageReader message)
    {
        if (!message.TryGetNomination(out var nomination) || nomination == 0)
            return message.HasUseCandidate && _nomination == 0; // the latest nomination wins
        if (nomination < _nomination)
            return false; // overtaken by a newer one on the way
        _nomination = nomination;
        return true;
    }

    private static void AnswerSuccess(in StunMessageReader request, IceGeneration generation, in TransportAddress to, DatagramBatch output)
    {
        var writer = new StunMessageWriter(output.Reserve(), StunMessageType.BindingSuccess, request.TransactionId);
        writer.AddXorMappedAddress(to);
        writer.AddMessageIntegrity(generation.LocalPassword);
        writer.AddFingerprint();
        output.Commit(writer.Length, to);
    }

    private static StunOutcome AnswerError(in StunMessageReader request, int code, IceGeneration generation, in TransportAddress to, DatagramBatch output)
    {
        Span<ushort> unknown = stackalloc ushort[2];
        var writer = new StunMessageWriter(output.Reserve(), StunMessageType.BindingError, request.TransactionId);
        writer.AddErrorCode(code);
        if (code == StunErrorCode.UnknownAttribute)
            writer.AddUnknownAttributes(unknown[..request.CopyUnknownAttributes(unknown)]);
        writer.AddMessageIntegrity(generation.LocalPassword);
        writer.AddFingerprint();
        output.Commit(writer.Length, to);
        return StunOutcome.Answered;
    }
}
