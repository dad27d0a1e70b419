using Sfu.Client;
using Sfu.Server.Contracts;

namespace Sfu.Architecture.Tests.Contract;

public sealed class HeadlessContractTests
{
    /// <summary>
    /// The headless client keeps its own copy of the records, since a client does not load the server. It may leave out what it does
    /// not look at and, in requests, what has a default.
    /// </summary>
    [Fact]
    public void The_headless_client_speaks_the_servers_contract()
    {
        var server = typeof(IServerMethods).Assembly.GetTypes().Where(type => type.Namespace == typeof(IServerMethods).Namespace).ToDictionary(type => type.Name);
        var shared = typeof(HeadlessParticipant).Assembly.GetTypes()
            .Where(type => type.Namespace == "Sfu.Client.Hub" && server.ContainsKey(type.Name)).ToArray();
        Assert.True(shared.Length >= 9, "The records were renamed: compare them another way.");
        Assert.All(shared, type => Assert.Subset(Describe(server[type.Name]), Describe(type)));
        Assert.All(shared.Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal)), type => Assert.Subset(Describe(type), Required(server[type.Name])));
    }

    private static HashSet<string> Describe(Type record) =>
        [.. record.GetProperties().Where(property => property.Name != "EqualityContract").Select(property => $"{property.Name}: {NameOf(property.PropertyType)}")];

    private static HashSet<string> Required(Type record) => [.. record.GetConstructors().Single().GetParameters()
        .Where(parameter => !parameter.HasDefaultValue).Select(parameter => $"{parameter.Name}: {NameOf(parameter.ParameterType)}")];

    private static string NameOf(Type type) => type.IsEnum ? "String" : type.Name;
}
