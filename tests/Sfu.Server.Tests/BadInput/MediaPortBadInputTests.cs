using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sfu.Testing.Processes;

namespace Sfu.Server.Tests.BadInput;

[Trait("Category", "Slow")]
public sealed class MediaPortBadInputTests
{
    private const int LongestDatagram = 1500;

    [Fact]
    public async Task Every_length_with_every_first_byte_from_a_stranger_disturbs_nobody_and_is_not_logged()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var witnesses = await Witnesses.JoinAsync(server);
        using var flood = new DatagramFlood(server.MediaPort);
        await SendAndWatchAsync(server, witnesses, flood, firstStep: 1, lengthStep: 1);
        Assert.Equal(256L * (LongestDatagram + 1), flood.Sent);
        Assert.Equal(0, flood.AnswerBytes);
    }

    [Fact]
    public async Task The_same_from_the_address_of_somebody_in_the_call_disturbs_nobody_either()
    {
        Assert.True(Environment.IsPrivilegedProcess, "Sending from another's address takes a raw socket: run the tests as root.");
        var annasPort = FreePort();
        await using var server = await ServerProcess.StartAsync();
        await using var witnesses = await Witnesses.JoinAsync(server, annasPort);
        using var flood = new DatagramFlood(server.MediaPort, annasPort);
        await SendAndWatchAsync(server, witnesses, flood, firstStep: 1, lengthStep: 13);
        Assert.True(flood.Sent > 29_000);
    }

    private static async Task SendAndWatchAsync(ServerProcess server, Witnesses witnesses, DatagramFlood flood, int firstStep, int lengthStep)
    {
        var random = new Random(1500);
        var datagram = new byte[LongestDatagram];
        var lines = server.OutputLines.Count;
        var framesBefore = witnesses.Frames;
        var started = Stopwatch.GetTimestamp();
        for (var first = 0; first < 256; first += firstStep)
        {
            random.NextBytes(datagram);
            datagram[0] = (byte)first;
            for (var length = 0; length <= LongestDatagram; length += lengthStep)
            {
                if (length > 1)
                    datagram[1] = (byte)random.Next(256);
                await flood.SendAsync(datagram.AsMemory(0, length));
            }
        }

        await flood.DrainAsync();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var frames = witnesses.Frames - framesBefore;

        // Two pictures of 30 a second each; half of them must have come in time even on a machine that sends the flood itself.
        Assert.True(frames >= seconds * 30, $"{frames} pictures in {seconds:F1} s of {flood.Sent} bad datagrams");
        Assert.Equal(0, flood.Drops());
        Assert.False(witnesses.IsOver);
        await witnesses.SeeMoreAsync();
        Assert.Equal(lines, server.OutputLines.Count);
        await witnesses.DisposeAsync();
        await server.StopAsync();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
