using Sfu.LoadTest;
using Sfu.LoadTest.Scenarios;

if (args is ["--list"])
{
    foreach (var scenario in Scenario.All)
        Console.WriteLine($"{scenario.Name,-16} {scenario.Title}");
    return 0;
}

try
{
    return await new LoadTestSession(LoadTestOptions.Parse(args)).RunAsync().ConfigureAwait(false);
}
catch (ArgumentException exception)
{
    await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
    await Console.Error.WriteLineAsync(LoadTestOptions.Usage).ConfigureAwait(false);
    return 2;
}
