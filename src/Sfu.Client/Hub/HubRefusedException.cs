namespace Sfu.Client.Hub;

/// <summary>The hub answered a call with a problem instead of a value.</summary>
public sealed class HubRefusedException(string method, string code, string detail) : Exception($"{method}: {code}: {detail}")
{
    /// <summary>One of the protocol's closed list of codes, such as <c>room-full</c>.</summary>
    public string Code { get; } = code;
}
