namespace Sfu.Benchmarks;

/// <summary>Names a test goes by.</summary>
public static class Categories
{
    /// <summary>Not part of the packet path: may allocate. Every other benchmark is held to 0 bytes.</summary>
    public const string Allocates = "Allocates";
}
