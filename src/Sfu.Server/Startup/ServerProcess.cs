using System.Net.Sockets;
using Sfu.Server.Health;
using Sfu.Server.Options;

namespace Sfu.Server.Startup;

/// <summary>The process around the server: what an operator can put right is told in one sentence and ends it with code 1.</summary>
internal static class ServerProcess
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            await using var server = SfuServer.Build(args);
            await server.StartAsync();
            StartReport.Write(server, output);
            await server.WaitForShutdownAsync();
            return server.Services.GetRequiredService<Readiness>().HasFailed ? 2 : 0;
        }
        catch (StartException wrong)
        {
            return Refuse(error, wrong.Message);
        }
        catch (IOException wrong) when (wrong is FileNotFoundException || wrong.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            // Kestrel says which address is taken and settings readers which file is missing; the rest of the stack helps nobody.
            return Refuse(error, wrong.Message);
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidDataException or SocketException)
        {
            return Refuse(error, wrong.Message);
        }
    }

    private static int Refuse(TextWriter error, string reason)
    {
        error.WriteLine("Sfu cannot start: " + reason);
        return 1;
    }
}
