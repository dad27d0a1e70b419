using System.Reflection;
using BenchmarkDotNet.Attributes;
using Sfu.Benchmarks;
using Sfu.Testing;

namespace Sfu.Architecture.Tests;

/// <summary>
/// Mistake 14: garbage per packet. Every benchmark is a piece of the packet path unless its category says otherwise, so all
/// of them are run here as they stand, and none may allocate a byte.
/// </summary>
public sealed class PacketPathAllocationTests
{
    private const int WarmUps = 200;
    private const int Runs = 200;

    public static TheoryData<string, string> Benchmarks()
    {
        var data = new TheoryData<string, string>();
        foreach (var type in typeof(Categories).Assembly.GetTypes().Where(IsPacketPath))
        {
            foreach (var method in type.GetMethods().Where(method => method.IsDefined(typeof(BenchmarkAttribute))))
                data.Add(type.FullName!, method.Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Benchmarks))]
    public void A_benchmark_of_the_packet_path_allocates_nothing(string type, string method)
    {
        var owner = typeof(Categories).Assembly.GetType(type, throwOnError: true)!;
        var parameter = owner.GetFields().SingleOrDefault(field => field.IsDefined(typeof(ParamsAttribute)));
        var values = parameter?.GetCustomAttribute<ParamsAttribute>()!.Values ?? [null];
        foreach (var value in values)
        {
            var instance = Activator.CreateInstance(owner)!;
            parameter?.SetValue(instance, value);
            RunTargeted<GlobalSetupAttribute>(instance, method);
            var body = BodyOf(instance, owner.GetMethod(method)!);
            for (var i = 0; i < WarmUps; i++)
                body();

            var allocated = Allocation.BytesOf(() =>
            {
                for (var i = 0; i < Runs; i++)
                    body();
            });

            Assert.True(allocated == 0, $"{allocated} bytes in {Runs} runs with {parameter?.Name ?? "no parameter"} {value}");
            RunTargeted<GlobalCleanupAttribute>(instance, method);
        }
    }

    private static bool IsPacketPath(Type type) =>
        type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkAttribute))) &&
        !type.GetCustomAttributes<BenchmarkCategoryAttribute>().Any(category => category.Categories.Contains(Categories.Allocates));

    private static void RunTargeted<TAttribute>(object instance, string benchmark)
        where TAttribute : TargetedAttribute
    {
        foreach (var method in instance.GetType().GetMethods())
        {
            if (method.GetCustomAttribute<TAttribute>() is { } attribute && (attribute.Targets.Length == 0 || attribute.Targets.Contains(benchmark)))
                method.Invoke(instance, null);
        }
    }

    /// <summary>The method as a delegate, since a call by reflection would allocate its own result.</summary>
    private static Action BodyOf(object instance, MethodInfo method) => method.ReturnType == typeof(void)
        ? method.CreateDelegate<Action>(instance)
        : (Action)typeof(PacketPathAllocationTests).GetMethod(nameof(Discarding), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(method.ReturnType).Invoke(null, [instance, method])!;

    private static Action Discarding<TResult>(object instance, MethodInfo method)
    {
        var function = method.CreateDelegate<Func<TResult>>(instance);
        return () => function();
    }
}
