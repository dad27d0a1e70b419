namespace Sfu.Server.Pages;

/// <summary>Which addresses an operator's text may link to: web pages, mail, and pages of this server.</summary>
internal static class SafeLink
{
    public static bool IsSafe(string address)
    {
        if (address.Length is 0 or > 2000 || address.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
        {
            return false;
        }

        if (address[0] == '/')
        {
            // Two slashes (or what browsers read as such) would name another host.
            return address.Length == 1 || address[1] is not ('/' or '\\');
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" or "mailto" && address.StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase);
    }
}
