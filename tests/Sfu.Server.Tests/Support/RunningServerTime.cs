using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Sfu.Server.Tests.Support;

internal static class RunningServerTime
{
    /// <summary>A server whose clock the test sets forward.</summary>
    public static Task<RunningServer> StartAsync(ShiftedTime time, params string[] settings) =>
        RunningServer.StartAsync(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)), settings);
}
