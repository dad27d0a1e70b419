using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Sfu.Server.Contracts;

namespace Sfu.Architecture.Tests.Contract;

/// <summary>Renders the hub contract as TypeScript by reflection over <c>Sfu.Server.Contracts</c>.</summary>
internal sealed class ContractRenderer
{
    private readonly NullabilityInfoContext _nullability = new();
    private readonly SortedDictionary<string, string> _types = new(StringComparer.Ordinal);

    public static string Render() => new ContractRenderer().RenderAll();

    private string RenderAll()
    {
        var methods = RenderMembers(typeof(IServerMethods), "Promise<", ">");
        var events = RenderMembers(typeof(IClientEvents), "", "");
        var text = new StringBuilder();
        text.Append("// Generated from src/Sfu.Server/Contracts. Do not edit; rewrite it with\n");
        text.Append("// ").Append(ContractTests.UpdateCommand).Append("\n\n");
        text.Append("export type Reply<T> = { value: T; problem?: never } | { value?: never; problem: Problem };\n");
        foreach (var declaration in _types.Values)
        {
            text.Append('\n').Append(declaration);
        }

        text.Append("\n/** Calls from client to server: hub method name, its one argument, what it resolves to. */\n");
        text.Append("export interface ServerMethods {\n").Append(methods).Append("}\n");
        text.Append("\n/** Events from server to client: target name and its one argument. */\n");
        text.Append("export interface ClientEvents {\n").Append(events).Append("}\n");
        return text.ToString();
    }

    private string RenderMembers(Type contract, string before, string after)
    {
        var text = new StringBuilder();
        foreach (var method in contract.GetMethods().OrderBy(method => method.MetadataToken))
        {
            var name = method.GetCustomAttribute<HubMethodNameAttribute>()?.Name ?? method.Name;
            var argument = Assert.Single(method.GetParameters());
            var result = method.ReturnType == typeof(Task) ? "void" : TypeName(method.ReturnType);
            text.Append("  ").Append(name).Append('(').Append(argument.Name).Append(": ").Append(TypeName(argument.ParameterType))
                .Append("): ").Append(before).Append(result).Append(after).Append(";\n");
        }

        return text.ToString();
    }

    private string TypeName(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return "string";
        }

        if (type == typeof(bool))
        {
            return "boolean";
        }

        if (type == typeof(int) || type == typeof(long) || type == typeof(double))
        {
            return "number";
        }

        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
        {
            return "readonly " + TypeName(type.GetGenericArguments()[0]) + "[]";
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Reply<>))
        {
            Declare(typeof(Problem));
            return "Reply<" + TypeName(type.GetGenericArguments()[0]) + ">";
        }

        Declare(type);
        return type.Name;
    }

    private void Declare(Type type)
    {
        Assert.True(type.Namespace == typeof(Problem).Namespace, $"{type} is part of the hub contract but lies outside Sfu.Server.Contracts");
        if (!_types.TryAdd(type.Name, ""))
        {
            return;
        }

        _types[type.Name] = type.IsEnum ? RenderEnum(type) : RenderRecord(type);
    }

    private static string RenderEnum(Type type)
    {
        var names = Enum.GetNames(type).Select(name => $"'{JsonNamingPolicy.KebabCaseLower.ConvertName(name)}'");
        return $"export type {type.Name} = {string.Join(" | ", names)};\n";
    }

    private string RenderRecord(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        if (properties.Length == 0)
        {
            return $"export type {type.Name} = Record<string, never>;\n";
        }

        // A member with a default may be left out: by the client in requests, by the server where there is nothing to say.
        var optional = type.GetConstructors().Single().GetParameters().Where(parameter => parameter.HasDefaultValue).Select(parameter => parameter.Name).ToHashSet();
        var text = new StringBuilder($"export interface {type.Name} {{\n");
        foreach (var property in properties)
        {
            var orNull = _nullability.Create(property).ReadState == NullabilityState.Nullable ? " | null" : "";
            text.Append("  ").Append(JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Append(optional.Contains(property.Name) ? "?: " : ": ")
                .Append(TypeName(property.PropertyType)).Append(orNull).Append(";\n");
        }

        return text.Append("}\n").ToString();
    }
}
