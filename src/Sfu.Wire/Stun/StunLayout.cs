using System.Runtime.CompilerServices;
using static Sfu.Wire.Stun.StunFormat;

namespace Sfu.Wire.Stun;

/// <summary>Where the attributes of one message lie: offsets of their values, 0 for those that are absent.</summary>
internal struct StunLayout
{
    /// <summary>How many unknown attributes a 420 answer names; two take no more room than one (RFC 8489 §14.9 pads to four bytes).</summary>
    public const int MaxUnknown = 2;

    public int Username;
    public int UsernameLength;
    public int Integrity;
    public int Fingerprint;
    public int Priority;
    public int Nomination;
    public int UseCandidate;
    public int Controlled;
    public int Controlling;
    public int MappedAddress;
    public int MappedAddressLength;
    public int ErrorCode;
    public int UnknownCount;
    public UnknownTypes Unknown;

    /// <summary>Takes the next attribute in; false when its length is wrong for its type or it stands where none may.</summary>
    public bool TryNote(ushort type, int offset, int length)
    {
        if (Fingerprint != 0)
            return false;
        if (type == (ushort)StunAttributeType.Fingerprint)
            return TrySet(ref Fingerprint, offset, length == FingerprintLength);
        if (Integrity != 0)
            return true;

        switch ((StunAttributeType)type)
        {
            case StunAttributeType.MessageIntegrity:
                return TrySet(ref Integrity, offset, length == IntegrityLength);
            case StunAttributeType.Username:
                if (Username == 0)
                    UsernameLength = length;
                return TrySet(ref Username, offset, length is > 0 and <= MaxUsernameLength);
            case StunAttributeType.Priority:
                return TrySet(ref Priority, offset, length == sizeof(uint));
            case StunAttributeType.UseCandidate:
                return TrySet(ref UseCandidate, offset, length == 0);
            case StunAttributeType.IceControlled:
                return TrySet(ref Controlled, offset, length == sizeof(ulong));
            case StunAttributeType.IceControlling:
                return TrySet(ref Controlling, offset, length == sizeof(ulong));
            case StunAttributeType.Nomination:
                return TrySet(ref Nomination, offset, length == sizeof(uint));
            case StunAttributeType.XorMappedAddress:
                if (MappedAddress == 0)
                    MappedAddressLength = length;
                return TrySet(ref MappedAddress, offset, length >= AddressHeaderLength);
            case StunAttributeType.ErrorCode:
                return TrySet(ref ErrorCode, offset, length >= sizeof(uint));
            case StunAttributeType.MappedAddress or StunAttributeType.UnknownAttributes or StunAttributeType.Realm or StunAttributeType.Nonce:
                return true;
            default:
                if (type < FirstComprehensionOptional)
                    NoteUnknown(type);
                return true;
        }
    }

    private static bool TrySet(ref int field, int offset, bool lengthIsRight)
    {
        if (lengthIsRight && field == 0)
            field = offset;
        return lengthIsRight;
    }

    private void NoteUnknown(ushort type)
    {
        if (UnknownCount < MaxUnknown)
            Unknown[UnknownCount] = type;
        UnknownCount++;
    }

    [InlineArray(MaxUnknown)]
    internal struct UnknownTypes
    {
        private ushort _first;
    }
}
