namespace Sfu.Sockets.Udp;

/// <summary>What a port has done and what it was given, written by the thread that uses it, read by metrics without a lock.</summary>
public sealed class PortCounters
{
    /// <summary>Up to 64 datagrams per message.</summary>
    private const int RunBuckets = 8;

    /// <summary>Datagrams the kernel would not take: its buffer was full or it knows no way to the address.</summary>
    public long SendFailures { get; internal set; }

    /// <summary>Datagrams the kernel threw away before we looked, since the port was opened; counted on Linux only (SO_RXQ_OVFL).</summary>
    public long KernelDrops { get; internal set; }

    /// <summary>System calls that sent something.</summary>
    public long SendCalls { get; internal set; }

    /// <summary>Datagrams per message: 1 alone, more where the kernel cuts a run into datagrams (UDP_SEGMENT). Linux only.</summary>
    public Histogram Runs { get; } = new(RunBuckets);

    /// <summary>Wanted size of the kernel's buffers, bytes per direction.</summary>
    public int WantedBufferBytes { get; internal init; }

    /// <summary>What the kernel granted for receiving, bytes.</summary>
    public int ReceiveBufferBytes { get; internal init; }

    /// <summary>What the kernel granted for sending, bytes.</summary>
    public int SendBufferBytes { get; internal init; }
}
