using BenchmarkDotNet.Attributes;
using Sfu.WebRtc.Srtp;

namespace Sfu.Benchmarks.Srtp;

/// <summary>What surrounds the ciphers on the way in: there and back through sender and receiver, and the window alone.</summary>
public class SrtpReplay
{
    private const int Size = 1100;

    private readonly SrtpSender _sender = new(SrtpProtectionProfile.AeadAes128Gcm, new byte[16], new byte[12]);
    private readonly SrtpReceiver _receiver = new(SrtpProtectionProfile.AeadAes128Gcm, new byte[16], new byte[12]);
    private readonly byte[] _packet = SrtpPacket.Make(Size);
    private ReplayWindow _window;
    private ulong _index;
    private ulong _seen;

    [Benchmark(Description = "GCM there and back, 1100 B")]
    public int ThereAndBack()
    {
        SrtpPacket.SetSequenceNumber(_packet, ++_index);
        var length = _sender.ProtectRtp(_packet, SrtpPacket.HeaderLength, Size, (uint)(_index >> 16));
        return _receiver.TryUnprotectRtp(_packet.AsSpan(0, length), SrtpPacket.HeaderLength, out length)
            ? length
            : throw new InvalidOperationException("The packet did not verify.");
    }

    [Benchmark(Description = "Replay window, in order")]
    public bool Window()
    {
        var isNew = _window.IsNew(++_seen);
        _window.Add(_seen);
        return isNew;
    }
}
