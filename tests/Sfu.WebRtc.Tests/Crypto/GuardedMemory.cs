using System.Runtime.InteropServices;

namespace Sfu.WebRtc.Tests.Crypto;

/// <summary>
/// Memory between two pages that nobody may touch: reading or writing a single byte too far ends the process instead of
/// going unnoticed. Linux and macOS.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ProtectNone = 0;
    private const int ProtectReadWrite = 3;
    private const int MapPrivate = 2;
    private static readonly int MapAnonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;

    private readonly byte* _mapping;
    private readonly nuint _mapped;
    private readonly byte* _inside;
    private readonly int _length;

    public GuardedMemory(int length)
    {
        var page = Environment.SystemPageSize;
        _length = (length + page - 1) / page * page;
        _mapped = (nuint)(_length + 2 * page);
        _mapping = (byte*)Map(null, _mapped, ProtectNone, MapPrivate | MapAnonymous, -1, 0);
        Assert.NotEqual(-1, (nint)_mapping);
        _inside = _mapping + page;
        Assert.Equal(0, Protect(_inside, (nuint)_length, ProtectReadWrite));
    }

    /// <summary>The first bytes, right behind the forbidden page.</summary>
    public Span<byte> First(int length) => new(_inside, length);

    /// <summary>The last bytes, right in front of the forbidden page.</summary>
    public Span<byte> Last(int length) => new(_inside + _length - length, length);

    public void Dispose() => Assert.Equal(0, Unmap(_mapping, _mapped));

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(void* address, nuint length);
}
