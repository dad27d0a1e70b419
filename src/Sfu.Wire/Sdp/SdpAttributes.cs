using System.Collections;

namespace Sfu.Wire.Sdp;

/// <summary>The attributes of a session or of one of its sections, in their order. Filled by the parser, then only read.</summary>
public sealed class SdpAttributes : IReadOnlyList<SdpAttribute>
{
    private readonly List<SdpAttribute> _attributes = [];

    public int Count => _attributes.Count;

    public SdpAttribute this[int index] => _attributes[index];

    public bool Has(string name) => Find(name) is not null;

    /// <summary>The value of the first attribute of that name, or null.</summary>
    public string? Find(string name)
    {
        foreach (var attribute in _attributes)
        {
            if (attribute.Name == name)
                return attribute.Value;
        }

        return null;
    }

    /// <summary>The values of all attributes of that name.</summary>
    public IEnumerable<string> FindAll(string name) => _attributes.Where(attribute => attribute.Name == name).Select(attribute => attribute.Value);

    /// <summary>The direction among these attributes, or null when none is given (RFC 8866 §6.7).</summary>
    public SdpDirection? FindDirection()
    {
        foreach (var attribute in _attributes)
        {
            switch (attribute.Name)
            {
                case "sendrecv": return SdpDirection.SendRecv;
                case "sendonly": return SdpDirection.SendOnly;
                case "recvonly": return SdpDirection.RecvOnly;
                case "inactive": return SdpDirection.Inactive;
            }
        }

        return null;
    }

    public IEnumerator<SdpAttribute> GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(SdpAttribute attribute) => _attributes.Add(attribute);
}
