namespace Sfu.Wire.Stun;

/// <summary>The error codes an ICE-lite agent has a use for (RFC 8489 §14.8, RFC 8445 §7.3.1.1).</summary>
public static class StunErrorCode
{
    public const int BadRequest = 400;
    public const int UnknownAttribute = 420;
    public const int RoleConflict = 487;
}
