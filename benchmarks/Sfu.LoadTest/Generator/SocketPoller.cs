using System.ComponentModel;
using System.Runtime.InteropServices;
using static Sfu.LoadTest.Generator.LinuxNative;

namespace Sfu.LoadTest.Generator;

/// <summary>Says which of many sockets have something to read; each is known by a number. Owned by the loop.</summary>
internal sealed unsafe class SocketPoller : IDisposable
{
    private const int MaxReady = 256;

    // struct epoll_event is packed on x86-64 only (linux/eventpoll.h, EPOLL_PACKED).
    private static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventBytes - sizeof(ulong);

    private readonly int _epoll = EpollCreate(CloseOnExec);
    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed(MaxReady, (nuint)EventBytes);

    public SocketPoller()
    {
        if (_epoll < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public void Add(int socket, int number)
    {
        var entry = stackalloc byte[EventBytes];
        *(uint*)entry = EpollIn;
        *(ulong*)(entry + DataOffset) = (ulong)number;
        if (EpollControl(_epoll, EpollControlAdd, socket, entry) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Waits until a socket is readable or the time is over; how many are ready.</summary>
    public int Wait(long timeoutUs)
    {
        var timeout = new TimeSpec { Seconds = timeoutUs / 1_000_000, Nanoseconds = timeoutUs % 1_000_000 * 1000 };
        return Math.Max(0, EpollWait(_epoll, _events, MaxReady, &timeout, null));
    }

    /// <summary>The number of a ready socket.</summary>
    public int Ready(int index) => (int)*(ulong*)(_events + (index * EventBytes) + DataOffset);

    public void Dispose()
    {
        _ = Close(_epoll);
        NativeMemory.Free(_events);
    }
}
