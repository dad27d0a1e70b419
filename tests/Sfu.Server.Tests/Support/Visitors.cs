using System.Net;
using System.Net.Sockets;

namespace Sfu.Server.Tests.Support;

/// <summary>Visitors with an address of their own: all of 127.0.0.0/8 is this machine.</summary>
internal static class Visitors
{
    public static HttpClient From(string address, Uri server) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = server,
    };
}
