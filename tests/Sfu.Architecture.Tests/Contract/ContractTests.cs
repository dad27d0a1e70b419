namespace Sfu.Architecture.Tests.Contract;

public sealed class ContractTests
{
    internal const string UpdateCommand = "UPDATE_CONTRACT=1 dotnet test tests/Sfu.Architecture.Tests --filter ContractTests";

    private static readonly string CommittedPath = Repository.PathOf("src", "web", "src", "signaling", "contract.g.ts");

    [Fact]
    public void The_clients_contract_is_in_step_with_the_server()
    {
        var rendered = ContractRenderer.Render();
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(CommittedPath)!);
            File.WriteAllText(CommittedPath, rendered);
        }

        var committed = File.Exists(CommittedPath) ? File.ReadAllText(CommittedPath) : "";
        Assert.True(rendered == committed, $"src/web/src/signaling/contract.g.ts differs from the C# contracts. Rewrite it with: {UpdateCommand}");
    }
}
