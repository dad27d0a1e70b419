using System.Globalization;
using Sfu.Server.Options;

namespace Sfu.Server.Logs;

/// <summary>The web log on disk: a file for each day (UTC), readable by the server's user alone, deleted when its days are over. Singleton.</summary>
internal sealed class WebLogFiles
{
    private const string Prefix = "web-";
    private const string Suffix = ".log";
    private const string DayFormat = "yyyy-MM-dd";

    private readonly string _folder;
    private readonly int _days;

    /// <exception cref="StartException">The log is on and its folder cannot be made.</exception>
    public WebLogFiles(SfuOptions options)
    {
        _folder = Path.GetFullPath(options.Logs.Web.Directory);
        _days = options.Logs.Web.Days;
        if (!options.Logs.Web.Enabled)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(_folder);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Sfu:Logs:Web:Directory cannot be used: {wrong.Message}");
        }
    }

    public int Count => Files().Count();

    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Append(DateOnly day, IEnumerable<string> lines)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(Path.Combine(_folder, Prefix + day.ToString(DayFormat, CultureInfo.InvariantCulture) + Suffix), options);
        writer.NewLine = "\n";
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    }

    /// <summary>No line grows older than the days that were set, counted from the first second of its file's day.</summary>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public void DeleteExpired(DateOnly today)
    {
        foreach (var (path, day) in Files().ToArray())
        {
            if (day.AddDays(_days) <= today)
            {
                File.Delete(path);
            }
        }
    }

    private IEnumerable<(string Path, DateOnly Day)> Files()
    {
        if (!Directory.Exists(_folder))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(_folder, Prefix + "*" + Suffix))
        {
            var name = Path.GetFileName(path)[Prefix.Length..^Suffix.Length];
            if (DateOnly.TryParseExact(name, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                yield return (path, day);
            }
        }
    }
}
