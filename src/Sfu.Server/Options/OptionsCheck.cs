using System.Net;

namespace Sfu.Server.Options;

/// <summary>What one setting alone cannot show to be wrong.</summary>
internal static class OptionsCheck
{
    private const int LastPort = 65535;
    private const int ShortestToken = 16;

    /// <exception cref="StartException">Names the key at fault.</exception>
    public static SfuOptions Read(IConfiguration configuration)
    {
        var options = StrictBinder.Bind<SfuOptions>(configuration.GetSection("Sfu"));
        var media = options.Media;
        if (media.Port != 0 && media.Port + media.Workers - 1 > LastPort)
        {
            throw new StartException($"Sfu:Media:Workers is {media.Workers}, but from Sfu:Media:Port {media.Port} on there are not that many ports.");
        }

        if (options.Stun.Port != 0 && options.Stun.Port >= media.Port && options.Stun.Port < media.Port + media.Workers)
        {
            throw new StartException($"Sfu:Stun:Port {options.Stun.Port} is a media port already, and those answer STUN by themselves; set it to 0.");
        }

        if (media.Backend == MediaBackend.Linux && !OperatingSystem.IsLinux())
        {
            throw new StartException("Sfu:Media:Backend is linux, but this is another operating system; use auto or socket.");
        }

        foreach (var (text, index) in media.Advertise.Select((text, index) => (text, index)))
        {
            CheckAdvertised(text, index);
        }

        foreach (var (text, index) in options.Hub.AllowedOrigins.Select((text, index) => (text, index)))
        {
            CheckOrigin(text, "Sfu:Hub:AllowedOrigins", index);
        }

        foreach (var (text, index) in options.Pages.FrameAncestors.Select((text, index) => (text, index)))
        {
            CheckOrigin(text, "Sfu:Pages:FrameAncestors", index);
        }

        if (options.Logs.Web is { Days: > WebLogOptions.MostDays, KeepLongerThanFourteenDays: false })
        {
            throw new StartException(
                $"Sfu:Logs:Web:Days is {options.Logs.Web.Days}; more than {WebLogOptions.MostDays} days need Sfu:Logs:Web:KeepLongerThanFourteenDays=true beside it.");
        }

        if (options.Metrics.Token is { Length: > 0 and < ShortestToken })
        {
            throw new StartException($"Sfu:Metrics:Token must have {ShortestToken} characters or more, or somebody will guess it.");
        }

        return options;
    }

    private static void CheckAdvertised(string text, int index)
    {
        var usable = IPAddress.TryParse(text, out var address)
            && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.IsIPv6Multicast && !address.Equals(IPAddress.Broadcast);
        if (!usable)
        {
            throw new StartException($"Sfu:Media:Advertise:{index} must be an IP address that browsers can reach, not '{text}'.");
        }
    }

    private static void CheckOrigin(string text, string key, int index)
    {
        var usable = Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && origin.Scheme is "http" or "https" && origin.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
        if (!usable)
        {
            throw new StartException($"{key}:{index} must look like https://portal.example, not '{text}'.");
        }
    }
}
