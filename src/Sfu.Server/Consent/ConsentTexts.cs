using System.Security.Cryptography;
using System.Text;
using Sfu.Server.Options;
using Sfu.Server.Pages;

namespace Sfu.Server.Consent;

/// <summary>One language's text of the consent dialogue.</summary>
internal sealed record ConsentText(string Title, IReadOnlyList<TextBlock> Blocks);

/// <summary>The dialogue's texts as configured, and their version: whoever changes a word asks everybody again. Singleton.</summary>
internal sealed class ConsentTexts
{
    private const int VersionLength = 16;

    /// <exception cref="StartException">A text file cannot be read.</exception>
    public ConsentTexts(SfuOptions options)
    {
        var (deTitle, deText) = Read(options.Consent.De, "Sfu:Consent:De", DefaultConsent.De);
        var (enTitle, enText) = Read(options.Consent.En, "Sfu:Consent:En", DefaultConsent.En);
        De = new ConsentText(deTitle, Markdown.Read(deText));
        En = new ConsentText(enTitle, Markdown.Read(enText));
        var all = string.Join('\0', deTitle, deText, enTitle, enText);
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..VersionLength];
    }

    public ConsentText De { get; }

    public ConsentText En { get; }

    /// <summary>A hash of all texts: 64 bits are plenty to tell one operator's versions apart.</summary>
    public string Version { get; }

    private static (string Title, string Text) Read(ConsentTextOptions options, string key, (string Title, string Text) standard)
    {
        var text = options.TextFile.Length > 0 ? OperatorFile.ReadText(options.TextFile, key + ":TextFile")
            : options.Text.Length > 0 ? options.Text
            : standard.Text;
        return (options.Title.Length > 0 ? options.Title : standard.Title, text);
    }
}
