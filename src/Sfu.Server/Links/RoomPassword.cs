using System.Security.Cryptography;
using System.Text;

namespace Sfu.Server.Links;

/// <summary>A room's password as the server keeps it: salted and slowly hashed, in memory, as long as the room.</summary>
internal sealed class RoomPassword
{
    /// <summary>OWASP's figure for PBKDF2 with HMAC-SHA256 (2023): about a tenth of a second on a small machine.</summary>
    private const int Iterations = 600_000;

    private const int SaltLength = 16;
    private const int HashLength = 32;

    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(SaltLength);
    private readonly byte[] _hash;

    public RoomPassword(string text) => _hash = Hash(text);

    public bool Matches(string text) => CryptographicOperations.FixedTimeEquals(Hash(text), _hash);

    private byte[] Hash(string text) => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(text), _salt, Iterations, HashAlgorithmName.SHA256, HashLength);
}
