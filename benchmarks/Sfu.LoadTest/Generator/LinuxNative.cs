using System.Runtime.InteropServices;

namespace Sfu.LoadTest.Generator;

/// <summary>
/// The system calls of the generator: one poller over many sockets, batched receive with the kernel's arrival times, exact
/// sleeps. Structures as the 64-bit Linux ABI lays them out (x86-64 packs epoll_event, arm64 does not).
/// </summary>
internal static unsafe partial class LinuxNative
{
    public const int AddressFamilyInet = 2, SocketDatagram = 2, CloseOnExec = 0x80000, NonBlocking = 0x800;
    public const int SolSocket = 1, SoReceiveBuffer = 8, SoSendBuffer = 7, SoReceiveBufferForce = 33, SoTimestampNs = 35, SoRxqOvfl = 40;
    public const int MsgDontWait = 0x40;
    public const int EpollControlAdd = 1, EpollControlDelete = 2;
    public const uint EpollIn = 1;
    public const int ClockRealtime = 0;
    public const int SetTimerSlack = 29;
    public const int Terminate = 15;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, SocketName* address, uint length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int socket, SocketName* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetSocketName(int socket, SocketName* address, uint* length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int socket, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg")]
    public static partial int ReceiveMessages(int socket, MessageVector* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, void* eventData);

    [LibraryImport("libc", EntryPoint = "epoll_pwait2")]
    public static partial int EpollWait(int epoll, void* events, int count, TimeSpec* timeout, void* signalMask);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    public static partial int GetClock(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int process, int signal);

    /// <summary>The clock whose time the kernel puts on arriving packets, nanoseconds.</summary>
    public static long RealtimeNs()
    {
        TimeSpec now;
        _ = GetClock(ClockRealtime, &now);
        return (now.Seconds * 1_000_000_000) + now.Nanoseconds;
    }

    /// <summary>struct sockaddr_in; port and address in network order.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 16)]
    public struct SocketName
    {
        public ushort Family;
        public ushort Port;
        public uint Address;
    }

    /// <summary>struct iovec</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public void* Base;
        public nuint Length;
    }

    /// <summary>struct mmsghdr with the msghdr in it</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageVector
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
        private readonly int _headerPadding;
        public uint Length;
        private readonly int _padding;
    }

    /// <summary>struct cmsghdr</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
