using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sfu.Architecture.Tests;

/// <summary>
/// PRV-16 and PRV-12 as rules of the code: what a log line can hold is a closed list, nothing logs in another way, and two places in
/// all the server's code write a file.
/// </summary>
public sealed class Prv16LogFieldTests
{
    /// <summary>
    /// Every field any event has. A new one is a decision: it may hold counts, our own words and types of exceptions, never what came
    /// from outside, and never an exception itself, whose message may quote it.
    /// </summary>
    private static readonly string[] KnownFields = ["System.String exception", "System.String stackTrace", "System.String method"];

    /// <summary>Where files are written: the key, made at the first start, and the optional web log.</summary>
    private static readonly string[] Writers = ["Sfu.Server.Links.KeyFile", "Sfu.Server.Logs.WebLogFiles"];

    /// <summary>Where the console is written to besides the log: the start's few lines.</summary>
    private static readonly string[] Speakers = ["Sfu.Server.Startup.ServerProcess", "Sfu.Server.Startup.StartReport", "Program"];

    private static readonly string[] Server = ["Sfu.Wire", "Sfu.Rooms", "Sfu.WebRtc", "Sfu.Media", "Sfu.Sockets", "Sfu.Server"];

    [Fact]
    public void An_event_has_no_field_that_is_not_on_the_list()
    {
        var events = 0;
        foreach (var method in Methods().Where(method => method.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "LoggerMessageAttribute")))
        {
            var fields = method.Parameters.Where(parameter => parameter.ParameterType.Name != "ILogger").Select(parameter => $"{parameter.ParameterType.FullName} {parameter.Name}");
            Assert.All(fields, field => Assert.True(KnownFields.Contains(field), $"{method.FullName}: {field}"));
            events++;
        }

        Assert.True(events >= 3, $"{events} events found");
    }

    [Fact]
    public void Nothing_logs_in_another_way()
    {
        var loggers = Calls().Where(call => call.Callee.DeclaringType.FullName is "Microsoft.Extensions.Logging.LoggerExtensions" or "System.Diagnostics.Trace" or "System.Diagnostics.Debug" or "System.Diagnostics.EventLog"
            || (call.Callee.DeclaringType.FullName == "Microsoft.Extensions.Logging.ILogger" && call.Callee.Name == "Log" && !IsLogClass(call.Caller)));
        Assert.Empty(loggers.Where(call => !(call.Callee.DeclaringType.Name == "Debug" && call.Callee.Name == "Assert")).Select(Describe));
        var speakers = Calls().Where(call => call.Callee.DeclaringType.FullName == "System.Console" && !Speakers.Contains(OutermostName(call.Caller.DeclaringType)));
        Assert.Empty(speakers.Select(Describe));
    }

    /// <summary>Request logging of the framework is not in the pipeline at all.</summary>
    [Fact]
    public void The_frameworks_own_request_logging_is_not_used() =>
        Assert.DoesNotContain(Calls(), call => call.Callee.Name is "UseHttpLogging" or "AddHttpLogging" or "UseW3CLogging" or "AddW3CLogging" or "UseDeveloperExceptionPage");

    [Fact]
    public void Two_places_write_a_file()
    {
        var writers = Calls()
            .Where(call => IsWriting(call.Callee))
            .Select(call => OutermostName(call.Caller.DeclaringType)).Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Writers.Order(StringComparer.Ordinal), writers);
    }

    private static bool IsWriting(MethodReference callee) => callee.DeclaringType.FullName switch
    {
        "System.IO.File" => callee.Name is not ("Exists" or "ReadAllBytes" or "ReadAllText" or "ReadLines" or "ReadAllLines" or "OpenRead" or "Delete" or "GetUnixFileMode"),
        "System.IO.FileStream" or "System.IO.StreamWriter" or "System.IO.MemoryMappedFiles.MemoryMappedFile" => callee.Name == ".ctor" || callee.Name.StartsWith("Create", StringComparison.Ordinal),
        "System.IO.FileInfo" => callee.Name is "Create" or "CreateText" or "AppendText" or "Open" or "OpenWrite" or "CopyTo" or "MoveTo",
        "System.IO.RandomAccess" => true,
        _ => false,
    };

    private static bool IsLogClass(MethodDefinition caller) => OutermostName(caller.DeclaringType).EndsWith("Log", StringComparison.Ordinal);

    private static IEnumerable<MethodDefinition> Methods() => Server.SelectMany(project => SourceProjects.Open(project).GetTypes()).SelectMany(type => type.Methods);

    private static IEnumerable<(MethodDefinition Caller, MethodReference Callee)> Calls() =>
        from method in Methods()
        where method.HasBody
        from instruction in method.Body.Instructions
        where instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn
        select (method, (MethodReference)instruction.Operand);

    private static string OutermostName(TypeDefinition type) => type.DeclaringType is { } outer ? OutermostName(outer) : type.FullName;

    private static string Describe((MethodDefinition Caller, MethodReference Callee) call) => $"{call.Caller.FullName} calls {call.Callee.FullName}";
}
