namespace Sfu.Wire.Sdp;

/// <summary>One <c>a=</c> line: <c>name:value</c>, or only a name, and then the value is empty.</summary>
public readonly record struct SdpAttribute(string Name, string Value);
