using System.Security.Cryptography;
using System.Text;
using Sfu.Wire;
using Sfu.Wire.Stun;

namespace Sfu.WebRtc.Ice;

/// <summary>
/// The controlling side of ICE for the headless client: one component, one socket, a handful of remote candidates, and a peer
/// that is ICE-lite and so sends no checks. Checks every candidate, nominates the first that answers, then renews consent
/// on it every 2.5 s; when consent runs out it starts over. Not a general full agent: no local gathering, no role switch,
/// no relays. Owned by one loop; time is passed in. For new credentials make a new agent.
/// </summary>
public sealed class IceControllingAgent
{
    /// <summary>No peer makes us send checks to more addresses than this, whatever it lists.</summary>
    public const int MaxCandidates = 20;

    // RFC 8445 §5.1.2.1 for a peer-reflexive candidate of component 1: type preference 110, any local preference.
    private const uint Priority = (110u << 24) | (0xFFFFu << 8) | 255;

    private readonly IceCandidatePair[] _pairs;
    private readonly byte[] _username;
    private readonly byte[] _remotePassword;
    private readonly ulong _tieBreaker;
    private IceCandidatePair? _selected;
    private bool _started;

    public IceControllingAgent(IceCredentials local, IceCredentials remote, ReadOnlySpan<TransportAddress> remoteCandidates)
    {
        _username = Encoding.UTF8.GetBytes($"{remote.UsernameFragment}:{local.UsernameFragment}");
        _remotePassword = Encoding.UTF8.GetBytes(remote.Password);
        _pairs = new IceCandidatePair[Math.Min(remoteCandidates.Length, MaxCandidates)];
        for (var index = 0; index < _pairs.Length; index++)
            _pairs[index] = new IceCandidatePair(remoteCandidates[index]);
        Span<byte> tieBreaker = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(tieBreaker);
        _tieBreaker = BitConverter.ToUInt64(tieBreaker);
    }

    public bool HasSelected => _selected is not null;

    public TransportAddress Selected => _selected?.Remote ?? default;

    /// <summary>True when no candidate is left to try: each refused us or never answered.</summary>
    public bool HasFailed => _started && Array.TrueForAll(_pairs, pair => pair.State == IcePairState.Failed);

    /// <summary>When <see cref="HandleTimeout"/> is wanted next.</summary>
    public long NextDeadlineUs { get; private set; } = MonotonicTime.Never;

    public bool IsVerified(in TransportAddress address) => Find(address) is { State: IcePairState.Succeeded };

    public void Start(long nowUs, DatagramBatch output)
    {
        _started = true;
        for (var index = 0; index < _pairs.Length; index++)
        {
            _pairs[index].State = IcePairState.Waiting;
            _pairs[index].CheckUnderWay = false;
            _pairs[index].Nominated = false;
            _pairs[index].NextSendUs = nowUs + (index * IceTiming.PaceUs);
        }

        HandleTimeout(nowUs, output);
    }

    public void HandleTimeout(long nowUs, DatagramBatch output)
    {
        if (!_started)
            return;
        if (_selected is not null && nowUs - _selected.AnsweredUs >= IceTiming.ConsentUs)
        {
            _selected = null;
            Start(nowUs, output); // the path is dead; all candidates get another chance
            return;
        }

        NextDeadlineUs = MonotonicTime.Never;
        foreach (var pair in _pairs)
        {
            if (nowUs >= pair.NextSendUs)
                Advance(pair, nowUs, output);
            NextDeadlineUs = Math.Min(NextDeadlineUs, pair.NextSendUs);
        }
    }

    /// <summary>Takes the answer to one of our checks. Anything else, and any answer not authentic, is dropped.</summary>
    public StunOutcome Receive(ReadOnlySpan<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        if (!StunMessageReader.TryRead(datagram, out var message) || message.Type is not (StunMessageType.BindingSuccess or StunMessageType.BindingError))
            return StunOutcome.Dropped;

        // RFC 8445 §7.2.5.2.1: the answer comes from where the check went.
        var pair = Find(from);
        if (pair is not { CheckUnderWay: true } || !message.TransactionId.SequenceEqual(pair.TransactionId))
            return StunOutcome.Dropped;
        if ((message.HasFingerprint && !message.VerifyFingerprint()) || !message.VerifyIntegrity(_remotePassword))
            return StunOutcome.Dropped;

        pair.CheckUnderWay = false;
        if (message.Type == StunMessageType.BindingError)
        {
            Fail(pair, nowUs);
        }
        else
        {
            Succeed(pair, nowUs);
        }

        HandleTimeout(nowUs, output);
        return message.Type == StunMessageType.BindingError ? StunOutcome.Answered : StunOutcome.Verified;
    }

    private void Succeed(IceCandidatePair pair, long nowUs)
    {
        pair.State = IcePairState.Succeeded;
        pair.AnsweredUs = nowUs;
        pair.Nominated |= pair.CheckNominates;
        _selected ??= pair;
        // The first to answer is nominated at once; on it consent is renewed, on the others nothing more is sent.
        if (pair != _selected)
            pair.NextSendUs = MonotonicTime.Never;
        else
            pair.NextSendUs = pair.Nominated ? nowUs + IceTiming.ConsentCheckUs : nowUs;
    }

    private void Advance(IceCandidatePair pair, long nowUs, DatagramBatch output)
    {
        if (pair.CheckUnderWay)
        {
            if (pair != _selected && nowUs - pair.AnsweredUs >= IceTiming.ConsentUs)
            {
                Fail(pair, nowUs);
                return;
            }

            pair.RetransmitUs = Math.Min(pair.RetransmitUs * 2, IceTiming.MaxRetransmitUs);
        }
        else
        {
            BeginCheck(pair, nowUs);
        }

        SendCheck(pair, output);
        pair.NextSendUs = nowUs + pair.RetransmitUs;
    }

    private void BeginCheck(IceCandidatePair pair, long nowUs)
    {
        RandomNumberGenerator.Fill(pair.TransactionId);
        pair.CheckUnderWay = true;
        pair.CheckNominates = pair == _selected;
        pair.RetransmitUs = IceTiming.FirstRetransmitUs;
        if (pair.State == IcePairState.Waiting)
        {
            pair.State = IcePairState.InProgress;
            pair.AnsweredUs = nowUs;
        }
    }

    private void SendCheck(IceCandidatePair pair, DatagramBatch output)
    {
        var writer = new StunMessageWriter(output.Reserve(), StunMessageType.BindingRequest, pair.TransactionId);
        writer.AddUsername(_username);
        writer.AddPriority(Priority);
        writer.AddIceControlling(_tieBreaker);
        if (pair.CheckNominates)
            writer.AddUseCandidate();
        writer.AddMessageIntegrity(_remotePassword);
        writer.AddFingerprint();
        output.Commit(writer.Length, pair.Remote);
    }

    private void Fail(IceCandidatePair pair, long nowUs)
    {
        pair.State = IcePairState.Failed;
        pair.CheckUnderWay = false;
        pair.NextSendUs = MonotonicTime.Never;
        if (pair == _selected)
            _selected = Array.Find(_pairs, other => other.State == IcePairState.Succeeded);
        if (_selected is { Nominated: false, CheckUnderWay: false })
            _selected.NextSendUs = nowUs;
    }

    private IceCandidatePair? Find(in TransportAddress address)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Remote == address)
                return pair;
        }

        return null;
    }
}
