using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sfu.Server.Contracts;

/// <summary>
/// How contracts look on the wire. Strict both ways: unknown and duplicate members, missing ones and nulls are refused, because two
/// readers that take the same text differently are how such servers were fooled before.
/// </summary>
internal static class ContractJson
{
    /// <summary>Contracts nest four deep inside the hub's envelope; 16 leaves room and stops nesting attacks early.</summary>
    public const int MaxDepth = 16;

    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions());

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = MaxDepth;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }
}
