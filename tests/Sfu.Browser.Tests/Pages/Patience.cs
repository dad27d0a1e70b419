namespace Sfu.Browser.Tests.Pages;

/// <summary>
/// How long tests wait for what comes at once on a machine with nothing else to do. A green run never waits so long, and a machine that is busy
/// may need it. What has to be there in a certain time says so itself.
/// </summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
}
