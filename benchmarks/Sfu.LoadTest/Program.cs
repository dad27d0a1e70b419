using Sfu.LoadTest;
using Sfu.LoadTest.Scenarios;

if (args is ["--list"])
{
    foreach (var scenario in Scenario.All)
        Console.WriteLine($"{scenario.Name,-16} {scenario.Title}");
    return 0;
}

LoadTestOptions options;
try
{
    options = LoadTestOptions.Parse(args);
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(LoadTestOptions.Usage);
    return 2;
}

return await new LoadTestSession(options).RunAsync().ConfigureAwait(false);
