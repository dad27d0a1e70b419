using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Sfu.Server.Tests.Support;

/// <summary>Lets a test come from wherever it likes: <c>/hub?address=192.0.2.7</c>. Without it everybody comes from loopback.</summary>
internal sealed class AddressFromQuery : IStartupFilter
{
    public static void Use(IServiceCollection services) => services.AddSingleton<IStartupFilter, AddressFromQuery>();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => server =>
    {
        server.Use((context, following) =>
        {
            if (IPAddress.TryParse(context.Request.Query["address"], out var address))
            {
                context.Connection.RemoteIpAddress = address;
            }

            return following(context);
        });
        next(server);
    };
}
