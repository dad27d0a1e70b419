using System.Net;
using System.Security.Cryptography;
using System.Text;
using Sfu.Server.Options;

namespace Sfu.Server.Metrics;

/// <summary>
/// Who may read the counts: the machine itself, and whoever knows the token. They name nobody, but they tell when a small club meets.
/// A request that a proxy on this machine has passed on comes from loopback too and does not count as local.
/// </summary>
internal sealed class MetricsAccess(SfuOptions options)
{
    private const string Scheme = "Bearer ";

    private static readonly string[] ProxyHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP", "Via"];

    private readonly byte[] _token = Encoding.UTF8.GetBytes(options.Metrics.Token);

    public bool IsAllowed(HttpContext context) => options.Metrics.Enabled && (KnowsToken(context.Request) || IsLocal(context));

    private bool KnowsToken(HttpRequest request) =>
        _token.Length > 0
        && request.Headers.Authorization is [{ } given] && given.StartsWith(Scheme, StringComparison.Ordinal)
        && CryptographicOperations.FixedTimeEquals(_token, Encoding.UTF8.GetBytes(given[Scheme.Length..]));

    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && IsLoopbackName(context.Request.Host.Host)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);

    /// <summary>A proxy passes the name on that the visitor asked for; a page that rebinds its name to this machine sends its own.</summary>
    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
