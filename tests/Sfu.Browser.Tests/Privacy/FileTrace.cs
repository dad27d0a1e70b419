using System.Text.RegularExpressions;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>Everything a process and its threads did to files and outgoing connections, as strace wrote it down.</summary>
internal sealed partial class FileTrace(string path)
{
    /// <summary>Every call by which bytes get into a file or a name into a folder, and `connect`.</summary>
    private const string Calls =
        "open,openat,openat2,creat,write,writev,pwrite64,pwritev,pwritev2,sendfile,copy_file_range,splice,tee,vmsplice,mknod,mknodat," +
        "rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,truncate,ftruncate,fallocate,connect,io_uring_setup";

    /// <summary>Whole buffers up to this many bytes; the server's longest message is shorter.</summary>
    private const string LongestText = "65536";

    /// <summary>The command to put before the server's. With a filter in the kernel, so that other calls cost nothing.</summary>
    public string[] Command => ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", LongestText, "-e", "trace=" + Calls, "-e", "signal=none", "-o", path];

    public string[] Lines => _lines ??= File.ReadAllLines(path);

    private string[]? _lines;

    /// <summary>Files that were opened to be written or made, without devices, pipes and what lives in memory only.</summary>
    public IEnumerable<string> FilesOpenedForWriting() =>
        from line in Lines
        let open = Open().Match(line)
        where open.Success && Writing().IsMatch(open.Groups["flags"].Value) && !line.Contains("= -1 ", StringComparison.Ordinal)
        let file = open.Groups["path"].Value
        where !file.StartsWith("/dev/", StringComparison.Ordinal) && !file.StartsWith("/proc/", StringComparison.Ordinal) && !file.StartsWith("/sys/", StringComparison.Ordinal)
        select file;

    /// <summary>Writes that went to a file on disk, as the descriptor's path says.</summary>
    public IEnumerable<string> WritesToFiles() =>
        Lines.Where(line => WriteToFile().IsMatch(line) && !line.Contains("</dev/", StringComparison.Ordinal) && !line.Contains("</memfd:", StringComparison.Ordinal) && !line.Contains("</proc/", StringComparison.Ordinal));

    /// <summary>Connections that the process made by itself to an address on a network.</summary>
    public IEnumerable<string> OutgoingConnections() => Lines.Where(line => line.Contains(" connect(", StringComparison.Ordinal) && line.Contains("AF_INET", StringComparison.Ordinal));

    /// <summary>Lines in which a text stands, in UTF-8 or UTF-16.</summary>
    public IEnumerable<string> Mentions(string text) =>
        Lines.Where(line => line.Contains(text, StringComparison.OrdinalIgnoreCase) || line.Contains(string.Join("\\0", text.ToCharArray()), StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\s(?:open|openat|openat2|creat)\((?:[^""]*,\s*)?""(?<path>[^""]*)""(?<flags>[^=]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Open();

    [GeneratedRegex("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND", RegexOptions.CultureInvariant)]
    private static partial Regex Writing();

    [GeneratedRegex(@"\s(?:write|writev|pwrite64|pwritev|pwritev2|ftruncate|fallocate)\(\d+</", RegexOptions.CultureInvariant)]
    private static partial Regex WriteToFile();
}
