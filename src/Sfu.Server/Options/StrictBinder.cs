using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Sfu.Server.Options;

/// <summary>
/// Reads settings into records. Unlike the framework's binder it knows no key it was not told about and every complaint names the key
/// and what would be right, because a misspelt setting that is silently ignored is found in production.
/// </summary>
internal static class StrictBinder
{
    /// <exception cref="StartException">A key is unknown or a value cannot be used.</exception>
    public static T Bind<T>(IConfigurationSection section)
        where T : class, new() => (T)BindRecord(section, typeof(T));

    /// <summary>All keys with their defaults as an operator would write them.</summary>
    public static IEnumerable<(string Key, string Default)> Keys(string path, Type type)
    {
        var defaults = Activator.CreateInstance(type);
        foreach (var property in PropertiesOf(type))
        {
            var key = $"{path}:{property.Name}";
            if (IsRecord(property.PropertyType))
            {
                foreach (var inner in Keys(key, property.PropertyType))
                {
                    yield return inner;
                }
            }
            else if (IsList(property.PropertyType))
            {
                yield return ($"{key}:0", "");
            }
            else
            {
                var value = Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture) ?? "";
                yield return (key, property.PropertyType == typeof(string) ? value : value.ToLowerInvariant());
            }
        }
    }

    private static object BindRecord(IConfigurationSection section, Type type)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new StartException($"{section.Path} is a group of settings and cannot have a value itself; use {Join(section, PropertiesOf(type))}.");
        }

        var target = Activator.CreateInstance(type)!;
        var properties = PropertiesOf(type).ToArray();
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(properties, known => known.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new StartException($"{child.Path} is not a setting this server knows; under {section.Path} there is {Join(section, properties)}.");
            property.SetValue(target, BindValue(child, property));
        }

        return target;
    }

    private static object BindValue(IConfigurationSection section, PropertyInfo property)
    {
        var type = property.PropertyType;
        if (IsRecord(type))
        {
            return BindRecord(section, type);
        }

        if (IsList(type))
        {
            return BindList(section);
        }

        if (section.GetChildren().FirstOrDefault() is { } child)
        {
            throw new StartException($"{child.Path} is not a setting this server knows; {section.Path} takes a single value.");
        }

        var text = section.Value ?? "";
        if (type == typeof(string))
        {
            return text;
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(text, out var flag) ? flag : throw Wrong(section, "true or false");
        }

        if (type.IsEnum)
        {
            var name = Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
            return name is not null ? Enum.Parse(type, name) : throw Wrong(section, "one of " + string.Join(", ", Enum.GetNames(type)).ToLowerInvariant());
        }

        return BindNumber(section, property, text);
    }

    private static int BindNumber(IConfigurationSection section, PropertyInfo property, string text)
    {
        // A number without a declared range is a limit of something, and a limit is at least one.
        var range = property.GetCustomAttribute<RangeAttribute>() ?? new RangeAttribute(1, 1_000_000);
        var (least, most) = ((int)range.Minimum, (int)range.Maximum);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(section, $"a whole number from {least} to {most}");
    }

    private static string[] BindList(IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new StartException($"{section.Path} is a list; write {section.Path}:0, {section.Path}:1 and so on.");
        }

        var values = new List<string>();
        foreach (var child in section.GetChildren())
        {
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _) || child.Value is null)
            {
                throw new StartException($"{child.Path} is not a setting this server knows; {section.Path} is a list of plain values.");
            }

            values.Add(child.Value);
        }

        return [.. values];
    }

    private static StartException Wrong(IConfigurationSection section, string wanted) =>
        new($"{section.Path} must be {wanted}, not '{section.Value}'.");

    private static string Join(IConfigurationSection section, IEnumerable<PropertyInfo> properties) =>
        string.Join(", ", properties.Select(property => $"{section.Path}:{property.Name}"));

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static bool IsList(Type type) => type == typeof(IReadOnlyList<string>);

    private static bool IsRecord(Type type) => type.IsClass && type != typeof(string);
}
