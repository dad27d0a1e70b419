namespace Sfu.Testing;

/// <summary>
/// Which system calls the servers of a test run use for media: <c>SFU_TEST_BACKEND=socket</c> runs whole suites over the portable sockets that
/// other systems than Linux get (docs/testing.md).
/// </summary>
public static class BackendUnderTest
{
    private const string Variable = "SFU_TEST_BACKEND";

    /// <summary>As in <c>Sfu:Media:Backend</c>; a wrong word ends the server's start and with it the test.</summary>
    public static string Name { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : "auto";

    public static string Setting => "--Sfu:Media:Backend=" + Name;
}
