namespace Sfu.Server.Options;

/// <summary>Files that settings name. Read once at the start, so that a missing one is found then.</summary>
internal static class OperatorFile
{
    /// <summary>A text nobody reads to its end is a mistake in the path.</summary>
    private const int LargestText = 256 * 1024;

    /// <exception cref="StartException">It cannot be read; names the key.</exception>
    public static string ReadText(string path, string key)
    {
        var bytes = ReadBytes(path, key, LargestText);
        return System.Text.Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
    }

    /// <exception cref="StartException">It cannot be read; names the key.</exception>
    public static byte[] ReadBytes(string path, string key, int largest)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= largest
                ? File.ReadAllBytes(path)
                : throw new StartException($"{key} names {file.FullName}, which is {(file.Exists ? $"larger than {largest / 1024} KiB" : "not there")}.");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartException($"{key} names a file that cannot be read: {wrong.Message}");
        }
    }
}
