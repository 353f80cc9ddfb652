using System.Globalization;
using System.Text;

namespace Sinter.Cli.Tuning;

/// <summary>A set of examples, or of documents, by their hashes: of each that of all its texts, and that of its input alone. Nothing of an example can be read out of it.</summary>
internal sealed class ExampleHashes
{
    private const long MaximumBytes = 4L << 30;
    private const int Digits = 16;

    private readonly Dictionary<ulong, ulong> _inputs = [];
    private readonly HashSet<ulong> _known = [];

    /// <summary>How many there are.</summary>
    public int Count => _inputs.Count;

    /// <summary>Adds an example; one that is there already changes nothing.</summary>
    public void Add(ulong content, ulong input)
    {
        _inputs.TryAdd(content, input);
        _known.Add(input);
    }

    /// <summary>Whether the very example is among them.</summary>
    public bool Holds(ulong content) => _inputs.ContainsKey(content);

    /// <summary>Whether one with the same input is, whatever its label.</summary>
    public bool HoldsInput(ulong input) => _known.Contains(input);

    /// <summary>Both sets.</summary>
    public ExampleHashes With(ExampleHashes others)
    {
        var both = new ExampleHashes();
        foreach (var (content, input) in _inputs.Concat(others._inputs))
        {
            both.Add(content, input);
        }

        return both;
    }

    /// <summary>Reads a set; an empty one where there is no file.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static ExampleHashes Read(string path)
    {
        var hashes = new ExampleHashes();
        if (!File.Exists(path))
        {
            return hashes;
        }

        if (new FileInfo(path).Length > MaximumBytes)
        {
            throw new InvalidDataException($"'{path}' has more than {MaximumBytes} bytes; delete the folder '{Path.GetDirectoryName(path)}' to begin afresh.");
        }

        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            if (line.Length != (2 * Digits) + 1 || !Number(line.AsSpan(0, Digits), out var content) || !Number(line.AsSpan(Digits + 1), out var input))
            {
                throw new InvalidDataException($"Line {number + 1} of '{path}' is no pair of hashes; delete the folder '{Path.GetDirectoryName(path)}' to begin afresh.");
            }

            hashes.Add(content, input);
        }

        return hashes;

        static bool Number(ReadOnlySpan<char> text, out ulong number) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Writes the set, a line for each in order.</summary>
    public void Write(string path)
    {
        var text = new StringBuilder();
        foreach (var (content, input) in _inputs.OrderBy(static entry => entry.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"{content:x16} {input:x16}\n");
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }
}
