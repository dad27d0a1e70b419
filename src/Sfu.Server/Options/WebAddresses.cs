using System.Net;

namespace Sfu.Server.Options;

/// <summary>Where the web server listens.</summary>
internal static class WebAddresses
{
    public const string Default = "http://localhost:8080";

    /// <summary>
    /// Uses the default unless an address was given in any of ASP.NET's ways. Not in appsettings.json, because an address there
    /// would silently win over ASPNETCORE_URLS.
    /// </summary>
    public static void ApplyDefault(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var isGiven = !string.IsNullOrEmpty(configuration["urls"]) || !string.IsNullOrEmpty(configuration["http_ports"])
            || !string.IsNullOrEmpty(configuration["https_ports"]) || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!isGiven)
        {
            builder.WebHost.UseUrls(Default);
        }
    }

    /// <summary>True when no other machine can reach the web address.</summary>
    public static bool AreLoopbackOnly(IConfiguration configuration)
    {
        if (!string.IsNullOrEmpty(configuration["http_ports"]) || !string.IsNullOrEmpty(configuration["https_ports"]))
        {
            return string.IsNullOrEmpty(configuration["urls"]) is false && AreLoopback(configuration["urls"]!.Split(';'));
        }

        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "").ToArray();
        return AreLoopback(endpoints.Length > 0 ? endpoints : (configuration["urls"] ?? Default).Split(';'));
    }

    private static bool AreLoopback(string[] urls) => urls.All(url =>
    {
        var host = BindingAddress.Parse(url.Trim()).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    });
}
