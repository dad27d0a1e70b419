using Sfu.Wire;
using Sfu.Wire.Stun;

namespace Sfu.WebRtc.Ice;

/// <summary>
/// The integrated STUN server: tells whoever asks with a plain Binding request which address it is seen from (RFC 8489 §12).
/// <para>
/// The source of such a request may be forged, so the answer must be worth nothing to an attacker: it is 32 bytes (IPv4) or
/// 44 (IPv6) for a request of 20, that is 60 for 48 or 92 for 68 with the IP and UDP headers, never more than 1.4 times the
/// request; each network gets few of them, and all networks together a bounded number.
/// </para>
/// A request with a USERNAME belongs to an ICE session; if no session knew it, it gets silence. Owned by one loop.
/// </summary>
public sealed class StunResponder
{
    /// <summary>Per /24 or /64: an office behind one NAT joins at once (burst), then each browser asks every 10 s or slower.</summary>
    internal const int RatePerSecond = 20;

    internal const int Burst = 100;

    /// <summary>For everybody together: 2000 answers of 92 bytes are 1.5 Mbit/s, whoever asks.</summary>
    internal const int TotalRatePerSecond = 2000;

    internal const int TotalBurst = 4000;

    private readonly SourceRateLimiter _perNetwork = new(new RateLimit(RatePerSecond, Burst));
    private readonly RateLimit _total = new(TotalRatePerSecond, TotalBurst);
    private long _totalPaidUntilUs;

    /// <summary>Answers a plain Binding request. False: it was none, or its network has asked too often.</summary>
    public bool TryRespond(ReadOnlySpan<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output)
    {
        if (!StunMessageReader.TryRead(datagram, out var message) || message.Type != StunMessageType.BindingRequest)
            return false;
        if (message.HasUsername || message.HasMessageIntegrity || (message.HasFingerprint && !message.VerifyFingerprint()))
            return false;
        if (from.Port == 0 || !_perNetwork.TryTake(from, nowUs) || !_total.TryTake(ref _totalPaidUntilUs, nowUs))
            return false;

        Span<ushort> unknown = stackalloc ushort[2];
        var type = message.HasUnknownAttributes ? StunMessageType.BindingError : StunMessageType.BindingSuccess;
        var writer = new StunMessageWriter(output.Reserve(), type, message.TransactionId);
        if (message.HasUnknownAttributes)
        {
            writer.AddErrorCode(StunErrorCode.UnknownAttribute);
            writer.AddUnknownAttributes(unknown[..message.CopyUnknownAttributes(unknown)]);
        }
        else
        {
            writer.AddXorMappedAddress(from);
        }

        if (message.HasFingerprint)
            writer.AddFingerprint();
        output.Commit(writer.Length, from);
        return true;
    }
}
