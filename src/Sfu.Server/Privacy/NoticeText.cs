using System.Globalization;
using Sfu.Server.Options;
using Sfu.Server.Pages;

namespace Sfu.Server.Privacy;

/// <summary>
/// The privacy notice in both languages: the operator's own text or the standard one, with what the settings say put in. So it cannot say
/// ten days of log where fourteen are configured. Singleton.
/// </summary>
internal sealed class NoticeText
{
    /// <exception cref="StartException">A file cannot be read.</exception>
    public NoticeText(SfuOptions options)
    {
        De = Markdown.Read(Fill(Template(options.Legal.NoticeDe, "Sfu:Legal:NoticeDe", StandardNotice.De), options, StandardNotice.FactsDe));
        En = Markdown.Read(Fill(Template(options.Legal.NoticeEn, "Sfu:Legal:NoticeEn", StandardNotice.En), options, StandardNotice.FactsEn));
    }

    public IReadOnlyList<TextBlock> De { get; }

    public IReadOnlyList<TextBlock> En { get; }

    private static string Template(string file, string key, string standard) => file.Length > 0 ? OperatorFile.ReadText(file, key) : standard;

    private static string Fill(string template, SfuOptions options, NoticeFacts facts)
    {
        var web = options.Logs.Web;
        return template
            .Replace("{operator}", options.Legal.Operator.Length > 0 ? options.Legal.Operator : facts.NoOperator, StringComparison.Ordinal)
            .Replace("{imprint}", options.Legal.Imprint.Length > 0 ? $"[{facts.Imprint}]({options.Legal.Imprint})" : "", StringComparison.Ordinal)
            .Replace("{cookie}", options.Consent.Enabled ? facts.Cookie : facts.NoCookie, StringComparison.Ordinal)
            .Replace("{web-log}", web.Enabled ? facts.WebLog.Replace("{days}", web.Days.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) : facts.NoWebLog, StringComparison.Ordinal);
    }
}

/// <summary>The sentences that depend on settings, in one language.</summary>
internal sealed record NoticeFacts(string NoOperator, string Imprint, string Cookie, string NoCookie, string WebLog, string NoWebLog);
