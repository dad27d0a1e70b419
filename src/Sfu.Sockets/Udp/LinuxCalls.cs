using System.Runtime.InteropServices;

namespace Sfu.Sockets.Udp;

/// <summary>
/// The system calls behind <see cref="LinuxUdpPort"/> and the structures they take, as the 64-bit Linux ABI lays them out
/// (the same on x86-64 and arm64).
/// </summary>
internal static unsafe partial class LinuxCalls
{
    public const int MsgDontWait = 0x40;
    public const int SolSocket = 1;
    public const int SoRxqOvfl = 40;

    /// <summary>Level and type of the control message that asks for segmentation (linux/udp.h).</summary>
    public const int SolUdp = 17, UdpSegment = 103;

    public const int EventFdNonBlocking = 0x800, EventFdCloseOnExec = 0x80000;
    public const short PollIn = 1;

    public const int ErrnoIo = 5, ErrnoAgain = 11, ErrnoInvalid = 22, ErrnoInterrupted = 4;

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMessages(int socket, MessageVector* messages, uint count, int flags, TimeSpec* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMessages(int socket, MessageVector* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, void* signalMask);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int CreateEvent(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int socket, int level, int name, void* value, uint length);

    /// <summary>struct iovec</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public void* Base;
        public nuint Length;
    }

    /// <summary>struct msghdr</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageVector
    {
        public MessageHeader Header;
        public uint Length;
    }

    /// <summary>struct cmsghdr with room for the two integers we exchange: a 16-bit segment size, a 32-bit drop counter.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 24)]
    public struct ControlMessage
    {
        /// <summary>CMSG_LEN of a payload: the header's 16 bytes and the payload's own.</summary>
        public nuint Length;
        public int Level;
        public int Type;
        public uint Value;

        public const int HeaderLength = 16;
        public const int SpaceForInteger = 24;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
