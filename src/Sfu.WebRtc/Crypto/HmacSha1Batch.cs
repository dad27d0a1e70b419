using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// SRTP's 80-bit tags (RFC 3711 §4.2) of the packets of one tick, computed side by side. A packet's tag waits here until <see cref="Run"/>; every lane
/// of the vector unit works on one packet, and takes the next as soon as it is done, so that lengths and keys may all differ.
/// Keys are copied in, because a participant may go before her last packets do, and wiped afterwards. Owned by one loop; not thread-safe.
/// </summary>
internal sealed unsafe class HmacSha1Batch : IDisposable
{
    public const int TagLength = 10;

    /// <summary>Enough that the lanes are nearly always full; 16 KiB.</summary>
    public const int Capacity = 256;

    /// <summary>So few are done faster one after the other: the lanes cost as much for two as for all (measured; docs/microbenchmarks.md).</summary>
    private const int MostAlone = 2;

    private const int CacheLine = 64;
    private readonly Job* _jobs = (Job*)NativeMemory.AlignedAlloc((nuint)(Capacity * sizeof(Job)), CacheLine);
    private readonly HmacSha1?[] _alone = new HmacSha1?[MostAlone];
    private bool _isDisposed;

    /// <summary>Tags that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Asks for the tag right behind a packet.</summary>
    /// <param name="hmac">Its key is copied.</param>
    /// <param name="packet">Stays where it is and as it is until <see cref="Run"/>, with room for the tag behind it.</param>
    /// <param name="length">Without the tag.</param>
    /// <param name="rolloverCounter">Authenticated as if it followed the packet.</param>
    public void Add(HmacSha1 hmac, byte* packet, int length, uint rolloverCounter)
    {
        ObjectDisposedException.ThrowIf(_isDisposed || hmac.IsDisposed, this);
        if (Count == Capacity)
            Run();
        if (Count < MostAlone)
            _alone[Count] = hmac;
        _jobs[Count++] = new Job { Key = hmac.Key, Packet = packet, Length = length, RolloverCounter = rolloverCounter };
    }

    /// <summary>Writes all tags that wait.</summary>
    public void Run()
    {
        if (Count == 0)
            return;
        if (Count <= MostAlone)
            RunAlone();
        else if (Lanes16.IsSupported)
            Run<Lanes16, Vector512<uint>>();
        else if (Lanes8.IsSupported)
            Run<Lanes8, Vector256<uint>>();
        else
            Run<Lanes4, Vector128<uint>>();
        Clear();
    }

    /// <summary>Forgets what waits: its packets are not sent after all.</summary>
    public void Clear()
    {
        new Span<Job>(_jobs, Count).Clear();
        Count = 0;
        Array.Clear(_alone);
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Clear();
        NativeMemory.AlignedFree(_jobs);
    }

    /// <summary>One kind of lanes; tests call each that the machine has.</summary>
    [SkipLocalsInit]
    internal void Run<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var memory = stackalloc byte[(5 * sizeof(TVector)) + Sha1Lanes<TLanes, TVector>.Alignment];
        var states = Sha1Lanes<TLanes, TVector>.Align(memory);
        var ends = stackalloc byte[TLanes.Count * End.Length];
        var lanes = stackalloc Lane[TLanes.Count];
        var blocks = stackalloc byte*[TLanes.Count];
        var strides = stackalloc int[TLanes.Count];
        var next = 0;
        var busy = 0;
        for (var i = 0; i < TLanes.Count; i++)
        {
            lanes[i] = new Lane { End = ends + (i * End.Length) };
            busy += Begin(ref lanes[i], (uint*)states + i, TLanes.Count, ref next) ? 1 : 0;
        }

        while (busy > 0)
        {
            var count = int.MaxValue;
            for (var i = 0; i < TLanes.Count; i++)
            {
                var isBusy = lanes[i].Job is not null;
                blocks[i] = isBusy ? lanes[i].At : ends;
                strides[i] = isBusy ? Sha1State.BlockLength : 0;
                if (isBusy)
                    count = Math.Min(count, lanes[i].Blocks);
            }

            Sha1Lanes<TLanes, TVector>.Compress(states, blocks, strides, count);
            for (var i = 0; i < TLanes.Count; i++)
            {
                ref var lane = ref lanes[i];
                if (lane.Job is null)
                    continue;
                lane.At += count * Sha1State.BlockLength;
                lane.Blocks -= count;
                if (lane.Blocks == 0 && !MoveOn(ref lane, (uint*)states + i, TLanes.Count) && !Begin(ref lane, (uint*)states + i, TLanes.Count, ref next))
                    busy--;
            }
        }
    }

    private void RunAlone()
    {
        Span<byte> suffix = stackalloc byte[sizeof(uint)];
        Span<byte> digest = stackalloc byte[Sha1State.DigestLength];
        for (var i = 0; i < Count; i++)
        {
            ref readonly var job = ref _jobs[i];
            BinaryPrimitives.WriteUInt32BigEndian(suffix, job.RolloverCounter);
            var packet = new ReadOnlySpan<byte>(job.Packet, job.Length);
            if (_alone[i] is { IsDisposed: false } hmac)
                hmac.Compute(packet, suffix, digest);
            else
                HmacSha1.Compute(in job.Key, packet, suffix, digest);
            digest[..TagLength].CopyTo(new Span<byte>(job.Packet + job.Length, TagLength));
        }
    }

    /// <summary>Gives a lane the next packet. False: there is none.</summary>
    private bool Begin(ref Lane lane, uint* state, int stride, ref int next)
    {
        if (next == Count)
        {
            lane.Job = null;
            return false;
        }

        lane.Job = &_jobs[next++];
        lane.Step = Step.Packet;
        lane.At = lane.Job->Packet;
        lane.Blocks = lane.Job->Length / Sha1State.BlockLength;
        Load(lane.Job->Key.Inner, state, stride);
        return lane.Blocks > 0 || MoveOn(ref lane, state, stride);
    }

    /// <summary>A part of a packet's work is done: the next one. False: the tag is written.</summary>
    private static bool MoveOn(ref Lane lane, uint* state, int stride)
    {
        var job = lane.Job;
        var end = new Span<byte>(lane.End, End.Length);
        switch (lane.Step)
        {
            case Step.Packet:
                Span<byte> suffix = stackalloc byte[sizeof(uint)];
                BinaryPrimitives.WriteUInt32BigEndian(suffix, job->RolloverCounter);
                var whole = job->Length / Sha1State.BlockLength * Sha1State.BlockLength;
                var rest = new ReadOnlySpan<byte>(job->Packet + whole, job->Length - whole);
                lane.Blocks = HmacSha1Key.WriteEnd(end, rest, suffix, job->Length + suffix.Length) / Sha1State.BlockLength;
                lane.Step = Step.End;
                break;
            case Step.End:
                Span<byte> digest = stackalloc byte[Sha1State.DigestLength];
                Store(state, stride).Write(digest);
                lane.Blocks = HmacSha1Key.WriteEnd(end, digest, default, Sha1State.DigestLength) / Sha1State.BlockLength;
                Load(job->Key.Outer, state, stride);
                lane.Step = Step.Outer;
                break;
            default:
                Span<byte> tag = stackalloc byte[Sha1State.DigestLength];
                Store(state, stride).Write(tag);
                tag[..TagLength].CopyTo(new Span<byte>(job->Packet + job->Length, TagLength));
                return false;
        }

        lane.At = lane.End;
        return true;
    }

    private static void Load(in Sha1State from, uint* state, int stride)
    {
        state[0] = from.A;
        state[stride] = from.B;
        state[2 * stride] = from.C;
        state[3 * stride] = from.D;
        state[4 * stride] = from.E;
    }

    private static Sha1State Store(uint* state, int stride) =>
        new() { A = state[0], B = state[stride], C = state[2 * stride], D = state[3 * stride], E = state[4 * stride] };

    private enum Step : byte
    {
        /// <summary>The packet's whole blocks, where they lie.</summary>
        Packet,

        /// <summary>What is left of it, the rollover counter and the padding.</summary>
        End,

        /// <summary>The inner digest under the outer key.</summary>
        Outer,
    }

    private static class End
    {
        public const int Length = 2 * Sha1State.BlockLength;
    }

    private struct Lane
    {
        public Job* Job;
        public byte* At;
        public byte* End;
        public int Blocks;
        public Step Step;
    }

    private struct Job
    {
        public HmacSha1Key Key;
        public byte* Packet;
        public int Length;
        public uint RolloverCounter;
    }
}
