namespace Sfu.Server.Logs;

/// <summary>
/// Keeps the framework from logging requests, addresses and what clients send, whatever log levels are configured: it may warn, no more,
/// and SignalR, which quotes clients in its errors, not even that. Only the server's own events, which name nobody, follow the settings.
/// </summary>
internal static class FrameworkSilence
{
    private static readonly string[] Frameworks = ["Microsoft", "System"];
    private static readonly string[] Quoting = ["Microsoft.AspNetCore.SignalR", "Microsoft.AspNetCore.Http.Connections"];

    public static void Apply(LoggerFilterOptions filters)
    {
        for (var index = 0; index < filters.Rules.Count; index++)
        {
            var rule = filters.Rules[index];
            if (rule.CategoryName is { } category && !category.StartsWith("Sfu", StringComparison.OrdinalIgnoreCase))
            {
                filters.Rules[index] = Raise(rule, category);
            }
        }

        // The rule for a category wins over the one for all, but only among rules for the same provider.
        foreach (var provider in filters.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToArray())
        {
            foreach (var framework in Frameworks)
            {
                filters.Rules.Insert(0, new LoggerFilterRule(provider, framework, LogLevel.Warning, null));
            }

            foreach (var quoting in Quoting)
            {
                filters.Rules.Add(new LoggerFilterRule(provider, quoting, LogLevel.Critical, null));
            }
        }
    }

    private static LoggerFilterRule Raise(LoggerFilterRule rule, string category)
    {
        var least = Quoting.Any(quoting => category.StartsWith(quoting, StringComparison.OrdinalIgnoreCase)) ? LogLevel.Critical : LogLevel.Warning;
        var level = rule.LogLevel is { } configured && configured > least ? configured : least;
        return new LoggerFilterRule(rule.ProviderName, rule.CategoryName, level, rule.Filter);
    }
}
