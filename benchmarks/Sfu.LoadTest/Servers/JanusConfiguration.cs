using System.Globalization;
using System.Net;

namespace Sfu.LoadTest.Servers;

/// <summary>
/// The configuration folder of one Janus process: only the videoroom plugin and the WebSocket transport, ICE-lite, no logs.
/// </summary>
internal static class JanusConfiguration
{
    /// <summary>Errors only (levels are 0 to 7).</summary>
    private const int DebugLevel = 2;

    /// <summary>Writes the files.</summary>
    /// <param name="folder">Exists and is empty.</param>
    /// <param name="libraries">Where the package put plugins, transports, events and loggers.</param>
    /// <param name="eventLoops">Loops shared by all handles; 0: Debian's default, a thread per handle.</param>
    public static void Write(string folder, string libraries, IPAddress address, int port, int eventLoops)
    {
        WriteFile("janus.jcfg", $$"""
            general: {
              configs_folder = "{{folder}}"
              plugins_folder = "{{libraries}}/plugins"
              transports_folder = "{{libraries}}/transports"
              events_folder = "{{libraries}}/events"
              loggers_folder = "{{libraries}}/loggers"
              debug_level = {{DebugLevel}}
              debug_colors = false
              session_timeout = 0
              {{(eventLoops > 0 ? $"event_loops = {eventLoops}" : "")}}
            }
            certificates: { }
            media: {
              ipv6 = false
              dtls_mtu = 1200
            }
            nat: {
              ice_lite = true
              ice_tcp = false
              ignore_mdns = true
              ice_enforce_list = "{{address}}"
            }
            plugins: { disable = "{{AllBut("plugins", "libjanus_videoroom.so")}}" }
            transports: { disable = "{{AllBut("transports", "libjanus_websockets.so")}}" }
            loggers: { disable = "{{AllBut("loggers", "")}}" }
            events: { broadcast = false }
            """);
        WriteFile("janus.plugin.videoroom.jcfg", "general: { }\n");
        WriteFile("janus.transport.websockets.jcfg", string.Create(CultureInfo.InvariantCulture, $$"""
            general: {
              json = "compact"
              ws = true
              ws_port = {{port}}
              ws_ip = "127.0.0.1"
              wss = false
            }
            admin: { admin_ws = false }
            """));

        void WriteFile(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

        string AllBut(string kind, string wanted) => string.Join(',', Directory.EnumerateFiles(Path.Combine(libraries, kind), "*.so")
            .Select(Path.GetFileName).Where(name => name != wanted));
    }

    /// <summary>Where Debian's package for this architecture puts its libraries; null if it is not installed.</summary>
    public static string? FindLibraries() =>
        !File.Exists("/usr/bin/janus") ? null : Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*")
            .Select(folder => Path.Combine(folder, "janus"))
            .FirstOrDefault(Directory.Exists);
}
