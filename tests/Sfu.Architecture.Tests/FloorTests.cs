using Mono.Cecil;

namespace Sfu.Architecture.Tests;

public sealed class FloorTests
{
    private static readonly string[] ForbiddenTypes =
    [
        "System.Net.Sockets.", "Microsoft.AspNetCore.", "Microsoft.Extensions.",
        "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.Timers.", "System.TimeProvider",
        "System.Diagnostics.Stopwatch", "System.Threading.Thread", "System.Threading.Monitor", "System.Threading.Lock", "System.Console",
    ];

    private static readonly string[] ForbiddenMembers =
    [
        "System.DateTime::get_UtcNow", "System.DateTime::get_Now", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_UtcNow", "System.DateTimeOffset::get_Now",
        "System.Environment::get_TickCount", "System.Environment::get_TickCount64",
        "System.Threading.Tasks.Task::Run", "System.Threading.Tasks.Task::Delay", "System.Threading.Tasks.TaskFactory::StartNew",
    ];

    public static TheoryData<string> Floors => [.. SourceProjects.WithoutInputOrOutput];

    public static TheoryData<string> Projects => SourceProjects.All;

    [Theory]
    [MemberData(nameof(Floors))]
    public void Protocol_code_has_no_sockets_threads_clocks_or_console(string project)
    {
        using var module = SourceProjects.Open(project);
        var types = module.GetTypeReferences().Select(type => type.FullName)
            .Where(name => ForbiddenTypes.Any(forbidden => forbidden.EndsWith('.') ? name.StartsWith(forbidden, StringComparison.Ordinal) : name == forbidden));
        var members = module.GetMemberReferences().Select(member => $"{member.DeclaringType?.GetElementType().FullName}::{member.Name}")
            .Where(name => ForbiddenMembers.Contains(name));
        Assert.Empty(types.Concat(members).Distinct());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_the_sockets_call_the_operating_system(string project)
    {
        using var module = SourceProjects.Open(project);
        var native = module.GetTypes().SelectMany(type => type.Methods).Where(method => method.IsPInvokeImpl).Select(method => method.FullName);
        if (project != "Sfu.Sockets")
        {
            Assert.Empty(native);
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Nothing_is_named_after_what_it_is_to_its_author(string project)
    {
        using var module = SourceProjects.Open(project);
        var vague = module.GetTypes().Where(type => !IsGenerated(type)).Select(type => type.Name)
            .Where(name => new[] { "Manager", "Helper", "Helpers", "Util", "Utils", "Impl" }.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal)));
        Assert.Empty(vague);
    }

    private static bool IsGenerated(TypeDefinition type) =>
        type.Name.Contains('<', StringComparison.Ordinal) || type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "GeneratedCodeAttribute")
        || (type.DeclaringType is { } outer && IsGenerated(outer)) || type.Namespace.StartsWith("System.", StringComparison.Ordinal);
}
