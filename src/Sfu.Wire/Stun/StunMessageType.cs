namespace Sfu.Wire.Stun;

/// <summary>Method and class of a STUN message in one number (RFC 8489 §5). Binding is the only method used by ICE.</summary>
public enum StunMessageType : ushort
{
    BindingRequest = 0x0001,
    BindingIndication = 0x0011,
    BindingSuccess = 0x0101,
    BindingError = 0x0111,
}
