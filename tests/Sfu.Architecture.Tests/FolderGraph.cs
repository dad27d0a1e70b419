using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sfu.Architecture.Tests;

/// <summary>
/// Which folder (namespace) of a project uses which, from the compiled code, with one example for each. A project's own root is
/// left out: it holds the words that all its folders share.
/// </summary>
internal sealed class FolderGraph
{
    private readonly string _project;
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    private FolderGraph(string project) => _project = project;

    public static FolderGraph Of(ModuleDefinition module, string project)
    {
        var graph = new FolderGraph(project);
        foreach (var type in module.GetTypes())
        {
            graph.AddType(type);
        }

        return graph;
    }

    /// <summary>A circle as the folders on it, or null.</summary>
    public IReadOnlyList<string>? FindCircle()
    {
        var done = new HashSet<string>();
        foreach (var folder in _uses.Keys)
        {
            if (Visit(folder, [], done) is { } circle)
            {
                return circle;
            }
        }

        return null;
    }

    public string Explain()
    {
        var circle = FindCircle() ?? [];
        return string.Join("; ", circle.Zip(circle.Skip(1), (from, to) => $"{from} uses {to} ({_uses[from][to]})"));
    }

    private List<string>? Visit(string folder, List<string> path, HashSet<string> done)
    {
        var seen = path.IndexOf(folder);
        if (seen >= 0)
        {
            return [.. path.Skip(seen), folder];
        }

        if (!done.Add(folder) || !_uses.TryGetValue(folder, out var used))
        {
            return null;
        }

        path.Add(folder);
        foreach (var next in used.Keys)
        {
            if (Visit(next, path, done) is { } circle)
            {
                return circle;
            }
        }

        path.RemoveAt(path.Count - 1);
        return null;
    }

    private void AddType(TypeDefinition type)
    {
        Add(type, type.BaseType);
        foreach (var implemented in type.Interfaces)
        {
            Add(type, implemented.InterfaceType);
        }

        foreach (var field in type.Fields)
        {
            Add(type, field.FieldType);
        }

        foreach (var method in type.Methods)
        {
            AddMethod(type, method);
        }
    }

    private void AddMethod(TypeDefinition type, MethodDefinition method)
    {
        Add(type, method.ReturnType);
        foreach (var parameter in method.Parameters)
        {
            Add(type, parameter.ParameterType);
        }

        if (!method.HasBody)
        {
            return;
        }

        foreach (var variable in method.Body.Variables)
        {
            Add(type, variable.VariableType);
        }

        foreach (var instruction in method.Body.Instructions)
        {
            AddOperand(type, instruction);
        }
    }

    private void AddOperand(TypeDefinition type, Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference used:
                Add(type, used);
                break;
            case MethodReference called:
                Add(type, called.DeclaringType);
                Add(type, called.ReturnType);
                break;
            case FieldReference field:
                Add(type, field.DeclaringType);
                break;
        }
    }

    private void Add(TypeDefinition from, TypeReference? to)
    {
        switch (to)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                foreach (var argument in generic.GenericArguments)
                {
                    Add(from, argument);
                }

                break;
        }

        if (to is TypeSpecification specification)
        {
            Add(from, specification.ElementType);
            return;
        }

        var (source, target) = (FolderOf(from), FolderOf(to));
        if (source is null || target is null || source == target)
        {
            return;
        }

        if (!_uses.TryGetValue(source, out var used))
        {
            _uses[source] = used = new SortedDictionary<string, string>(StringComparer.Ordinal);
        }

        used.TryAdd(target, $"{from.Name} uses {to.Name}");
    }

    private string? FolderOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Scope is ModuleDefinition && type.Namespace.StartsWith(_project + ".", StringComparison.Ordinal) ? type.Namespace[(_project.Length + 1)..] : null;
    }
}
