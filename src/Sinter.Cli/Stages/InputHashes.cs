using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sinter.Data.Inputs;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>
/// What the content of input files is, as hashes, so that a changed file is seen that has the size of before. A file is read again only where its size or its time is another than when it was read last, which the run
/// folder remembers; of a large file only parts are read that are spread evenly over it, and its time counts too. So a plan costs at most 64 MB of reading for each file that changed.
/// </summary>
internal sealed class InputHashes
{
    private const int PartBytes = 1 << 20;
    private const int Parts = 64;
    private const long MostRead = (long)Parts * PartBytes;
    private const long MostBytes = 256L << 20;
    private const int Digits = 16;

    private readonly Dictionary<string, Entry> _known = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Entry> _used = new(StringComparer.Ordinal);

    /// <summary>Those that a run remembers; a line that cannot be read is a file that is read again.</summary>
    public static InputHashes Read(RunFolder run)
    {
        var hashes = new InputHashes();
        if (!File.Exists(run.InputHashes) || new FileInfo(run.InputHashes).Length > MostBytes)
        {
            return hashes;
        }

        foreach (var parts in File.ReadLines(run.InputHashes).Select(static line => line.Split(' ', 4)))
        {
            if (parts is [var length, var time, { Length: Digits } hash, var path] && Number(length) is { } bytes && Number(time) is { } ticks)
            {
                hashes._known[path] = new(bytes, ticks, hash);
            }
        }

        return hashes;

        static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The size and the content of an input in words; of one that is no file of this machine the size alone.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string Of(InputFile file) => file.Path is { } path ? Of(path) : string.Create(CultureInfo.InvariantCulture, $"{file.Length ?? 0} bytes");

    /// <summary>The size and the content of a file in words.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string Of(string path)
    {
        var file = new FileInfo(path);
        var (length, ticks, key) = (file.Length, file.LastWriteTimeUtc.Ticks, file.FullName);
        if (!_used.TryGetValue(key, out var entry) || entry.Length != length || entry.Ticks != ticks)
        {
            _used[key] = entry = _known.TryGetValue(key, out var known) && known.Length == length && known.Ticks == ticks ? known : new(length, ticks, Hash(key, length, ticks));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{length} bytes, {entry.Hash}");
    }

    /// <summary>Lets a run remember those that were asked for.</summary>
    public void Write(RunFolder run)
    {
        if (_used.Count > 0)
        {
            var lines = _used.Where(static entry => !entry.Key.Contains('\n', StringComparison.Ordinal)).Select(static entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Value.Length} {entry.Value.Ticks} {entry.Value.Hash} {entry.Key}\n"));
            AtomicFile.WriteAllText(run.InputHashes, string.Concat(lines));
        }
    }

    private static string Hash(string path, long length, long ticks)
    {
        using var stream = InputStream(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[PartBytes];
        if (length <= MostRead)
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
            }
        }
        else
        {
            for (var part = 0; part < Parts; part++)
            {
                stream.Position = (length - PartBytes) * part / (Parts - 1);
                hash.AppendData(buffer, 0, stream.ReadAtLeast(buffer, PartBytes, throwOnEndOfStream: false));
            }

            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} {ticks}")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }

    private static FileStream InputStream(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);

    /// <summary>What was read of a file, and when.</summary>
    private readonly record struct Entry(long Length, long Ticks, string Hash);
}
