using System.Reflection;
using Sfu.Server.Contracts;
using Sfu.Server.Hub;

namespace Sfu.Architecture.Tests.Contract;

public sealed class HubTests
{
    [Fact]
    public void The_hub_has_the_methods_of_the_contract_and_no_other()
    {
        var promised = typeof(IServerMethods).GetMethods().Select(method => $"{method.Name}({method.GetParameters()[0].ParameterType}) -> {method.ReturnType}");
        var callable = typeof(ConferenceHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition() == method)
            .Select(method => $"{method.Name}({Assert.Single(method.GetParameters()).ParameterType.GetGenericArguments()[0]}) -> {method.ReturnType}");
        Assert.Equal(promised.Order(), callable.Order());
    }
}
