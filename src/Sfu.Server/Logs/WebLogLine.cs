using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sfu.Rooms.Names;

namespace Sfu.Server.Logs;

/// <summary>
/// A request as a line of the common log format, without what could name a visitor or a room: the address is cut to its network, the
/// query is left out, and of paths only those of the server's own files and services are told.
/// </summary>
internal static class WebLogLine
{
    private const int Ipv4NetworkBytes = 3; // a /24
    private const int Ipv6NetworkBytes = 6; // a /48

    /// <summary>Folders of files that are the same for everybody.</summary>
    private static readonly string[] FileFolders = ["app", "icons", "branding"];
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT"];
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-");

    public static string Format(IPAddress? address, DateTimeOffset at, string method, string path, string protocol, int status, long? bytes) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Cut(address)} - - [{at.UtcDateTime:dd/MMM/yyyy:HH:mm:ss} +0000] \"{(Methods.Contains(method) ? method : "-")} {Plain(path, status)} {protocol}\" {status} {bytes?.ToString(CultureInfo.InvariantCulture) ?? "-"}");

    /// <summary>The network an address belongs to: /24 of IPv4, /48 of IPv6.</summary>
    public static string Cut(IPAddress? address)
    {
        if (address is null)
        {
            return "-";
        }

        var whole = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = whole.GetAddressBytes();
        bytes.AsSpan(whole.AddressFamily == AddressFamily.InterNetwork ? Ipv4NetworkBytes : Ipv6NetworkBytes).Clear();
        return new IPAddress(bytes).ToString();
    }

    /// <summary>A star stands for whatever is not the server's own word: rooms above all.</summary>
    public static string Plain(string path, int status)
    {
        if (path is "" or "/")
        {
            return "/";
        }

        var end = path.IndexOf('/', 1);
        var first = (end < 0 ? path[1..] : path[1..end]).ToLowerInvariant();
        if (!ReservedNames.Contains(first))
        {
            return "/*";
        }

        if (end < 0)
        {
            return "/" + first;
        }

        var isFile = status < StatusCodes.Status400BadRequest && FileFolders.Contains(first) && !path.AsSpan().ContainsAnyExcept(PlainCharacters);
        return isFile ? path : $"/{first}/*";
    }
}
