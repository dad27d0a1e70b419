using System.Text.Json;

namespace Sfu.Client.Hub;

internal static class HubJson
{
    /// <summary>Camel case, and unknown members are ignored: a newer server may say more.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web);
}
