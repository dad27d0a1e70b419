using Sfu.Client;
using Sfu.Server.Contracts;

namespace Sfu.Architecture.Tests.Contract;

public sealed class HeadlessContractTests
{
    /// <summary>The headless client keeps its own copy of the records, since a client does not load the server.</summary>
    [Fact]
    public void The_headless_client_speaks_the_servers_contract()
    {
        var server = typeof(IServerMethods).Assembly.GetTypes().Where(type => type.Namespace == typeof(IServerMethods).Namespace).ToDictionary(type => type.Name);
        var shared = typeof(HeadlessParticipant).Assembly.GetTypes()
            .Where(type => type.Namespace == "Sfu.Client.Hub" && server.ContainsKey(type.Name)).ToArray();
        Assert.True(shared.Length >= 9, "The records were renamed: compare them another way.");
        Assert.All(shared, type => Assert.Equal(Describe(server[type.Name]), Describe(type)));
    }

    private static string Describe(Type record) => string.Join(", ", record.GetProperties()
        .Where(property => property.Name != "EqualityContract")
        .Select(property => $"{property.Name}: {(property.PropertyType.IsEnum ? "String" : property.PropertyType.Name)}"));
}
