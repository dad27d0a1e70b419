using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sfu.Server.Hub;

/// <summary>
/// The argument of a hub call as it came: a request, or the fact that it was none. SignalR answers arguments it cannot read with an
/// error of its own; here they reach the method, which answers with a problem as it does for anything else.
/// </summary>
[JsonConverter(typeof(AskedConverterFactory))]
internal readonly struct Asked<T>(T? request)
    where T : class
{
    /// <summary>Null: what came does not fit the contract.</summary>
    public T? Request { get; } = request;
}

internal sealed class AskedConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Asked<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(AskedConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class AskedConverter<T> : JsonConverter<Asked<T>>
        where T : class
    {
        public override bool HandleNull => true;

        public override Asked<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var start = reader;
            try
            {
                return new Asked<T>(JsonSerializer.Deserialize<T>(ref reader, options));
            }
            catch (JsonException)
            {
                reader = start;
                reader.Skip();
                return default;
            }
        }

        public override void Write(Utf8JsonWriter writer, Asked<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Request, options);
    }
}
