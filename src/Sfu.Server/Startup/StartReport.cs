using Sfu.Server.Conference;
using Sfu.Server.Links;
using Sfu.Server.Media;
using Sfu.Server.Metrics;
using Sfu.Server.Options;

namespace Sfu.Server.Startup;

/// <summary>The few lines on the console at the start: which address to open and which ports have to be reachable.</summary>
internal static class StartReport
{
    public static void Write(WebApplication server, TextWriter output)
    {
        foreach (var url in server.Urls)
        {
            output.WriteLine($"Sfu is ready: open {Openable(url)}");
        }

        foreach (var warning in Warnings(server.Services.GetRequiredService<SfuOptions>(), server.Configuration))
        {
            output.WriteLine("Warning: " + warning);
        }

        if (BufferReport.WarningAbout(server.Services.GetRequiredService<MediaCounts>().Workers.Select(worker => worker.Port)) is { } small)
        {
            output.WriteLine("Warning: " + small);
        }

        // Said at every start: whoever reads this console may open rooms anyway.
        if (server.Services.GetRequiredService<Entrance>().Policy == RoomCreation.Code)
        {
            output.WriteLine($"Rooms: opened with the creator code {server.Services.GetRequiredService<TokenSigner>().CreatorCode}");
        }

        var media = server.Services.GetRequiredService<MediaPorts>();
        output.WriteLine($"Media: {Ports(media.Media)}, told to browsers as {string.Join(", ", media.Advertised)}");
        output.WriteLine(media.Stun is { } stun ? $"STUN:  UDP port {stun}" : "STUN:  answered on the media port only");
    }

    /// <summary>What an operator whom others can reach owes them.</summary>
    internal static IEnumerable<string> Warnings(SfuOptions options, IConfiguration configuration)
    {
        if (WebAddresses.AreLoopbackOnly(configuration))
        {
            yield break;
        }

        if (options.Legal.Imprint.Length == 0)
        {
            yield return "Sfu:Legal:Imprint is not set; a server that others can reach needs an imprint in many countries.";
        }

        if (options.Legal.Privacy.Length == 0 && options.Legal.Operator.Length == 0)
        {
            yield return "neither Sfu:Legal:Operator nor Sfu:Legal:Privacy is set; the privacy notice does not say who is responsible.";
        }
    }

    /// <summary>A wildcard address is not one that can be opened.</summary>
    internal static string Openable(string url) =>
        url.Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://[::]", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal);

    private static string Ports(IReadOnlyList<int> ports) =>
        ports.Count == 1 ? $"UDP port {ports[0]}" : $"UDP ports {ports[0]} to {ports[^1]}";
}
