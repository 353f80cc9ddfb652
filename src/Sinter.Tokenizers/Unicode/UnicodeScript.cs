using System.Globalization;
using System.IO.Compression;

namespace Sinter.Tokenizers.Unicode;

/// <summary>The scripts of Unicode 15.0, read once from the embedded file <c>Scripts-15.0.txt.br</c>, the ranges of Unicode's Scripts.txt.</summary>
internal static class UnicodeScript
{
    /// <summary>The number of the script of code points that have none.</summary>
    public const int Unknown = 0;

    private static readonly List<string> Names = ["Unknown"];
    private static readonly List<int> Firsts = [];
    private static readonly List<int> Lasts = [];
    private static readonly List<int> Scripts = [];

    static UnicodeScript()
    {
        using var file = typeof(UnicodeScript).Assembly.GetManifestResourceStream("Scripts-15.0.txt.br")
            ?? throw new InvalidOperationException("The table of scripts is missing from the library.");
        using var lines = new StreamReader(new BrotliStream(file, CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                var fields = line.Split(';');
                Firsts.Add(int.Parse(fields[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                Lasts.Add(int.Parse(fields[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                Scripts.Add(NumberOrNew(fields[2].Replace("_", "", StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>The number of a script by its name in Unicode, in any case and without separators, or -1.</summary>
    public static int Number(string name) => Names.FindIndex(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The number of the script of a code point.</summary>
    public static int Of(int codePoint)
    {
        var place = Firsts.BinarySearch(codePoint);
        place = place < 0 ? ~place - 1 : place;
        return place >= 0 && codePoint <= Lasts[place] ? Scripts[place] : Unknown;
    }

    /// <summary>The code points of a script, as ranges of which both ends belong to it.</summary>
    public static IEnumerable<(int First, int Last)> Ranges(int script)
    {
        for (var i = 0; i < Scripts.Count; i++)
        {
            if (Scripts[i] == script)
            {
                yield return (Firsts[i], Lasts[i]);
            }
        }
    }

    private static int NumberOrNew(string name)
    {
        if (Number(name) is >= 0 and var known)
        {
            return known;
        }

        Names.Add(name);
        return Names.Count - 1;
    }
}
