using System.Security.Cryptography;
using Sfu.Server.Options;

namespace Sfu.Server.Links;

/// <summary>The one secret that outlives the process: 32 random bytes in a file only the server's user can read, made at the first start.</summary>
internal static class KeyFile
{
    public const int Length = 32;
    private const string Name = "sfu.key";

    public static string PathIn(string directory) => Path.Combine(Path.GetFullPath(directory, AppContext.BaseDirectory), Name);

    /// <exception cref="StartException">The folder or the file cannot be used.</exception>
    public static byte[] ReadOrCreate(string directory, out bool created)
    {
        var path = PathIn(directory);
        var folder = Path.GetDirectoryName(path)!;
        try
        {
            created = !File.Exists(path) && TryCreate(folder, path);
            var key = File.ReadAllBytes(path);
            return key.Length == Length
                ? key
                : throw new StartException($"The key file {path} has {key.Length} bytes instead of {Length}; delete it to get a new one (old links end with it).");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The key file {path} cannot be used ({wrong.Message}); give another folder with Sfu:DataDirectory.");
        }
    }

    /// <summary>Written under another name first, so that nobody ever reads half a key. False: another process was faster.</summary>
    private static bool TryCreate(string folder, string path)
    {
        Directory.CreateDirectory(folder);
        var draft = path + "." + Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(Length));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
            return false;
        }
    }
}
