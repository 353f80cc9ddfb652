namespace Sinter.Data.Augmentation;

/// <summary>Words and what may stand for them: the user's file, a word a line with its synonyms behind it, separated by commas or tabs; <c>#</c> begins a remark.</summary>
public sealed class SynonymList
{
    private const long LongestFile = 256 << 20;

    private readonly Dictionary<string, string[]> _synonyms = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private SynonymList() => _lookup = _synonyms.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many words have synonyms.</summary>
    public int Count => _synonyms.Count;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">A line has a word without synonyms, or the file has no line.</exception>
    public static SynonymList Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no list of synonyms '{path}'.", path);
        }

        if (new FileInfo(path).Length > LongestFile)
        {
            throw new InvalidDataException($"The list of synonyms '{path}' is over {LongestFile >> 20} MB; name a shorter one.");
        }

        var list = new SynonymList();
        foreach (var (i, line) in File.ReadLines(path).Index())
        {
            var words = line.Split('#')[0].Split([',', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 1)
            {
                throw new InvalidDataException($"Line {i + 1} of '{path}' has the word '{words[0]}' and no synonym; write them behind it, with commas between.");
            }

            if (words.Length > 1)
            {
                list._synonyms[words[0]] = [.. list._synonyms.GetValueOrDefault(words[0], []).Union(words[1..], StringComparer.Ordinal)];
            }
        }

        return list.Count > 0 ? list : throw new InvalidDataException($"The list of synonyms '{path}' has no words; write a word a line with its synonyms behind it, with commas between.");
    }

    /// <summary>The synonyms of a word, capitals aside; empty where there are none.</summary>
    internal IReadOnlyList<string> Of(ReadOnlySpan<char> word) => _lookup.TryGetValue(word, out var synonyms) ? synonyms : [];
}
