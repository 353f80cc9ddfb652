using System.Globalization;
using System.IO.Compression;

namespace Sinter.Tokenizers.Unicode;

/// <summary>
/// The tables of normalisation, read once from the embedded file <c>Normalization-15.0.txt.br</c>: the lines of Unicode 15.0's UnicodeData.txt that have a
/// combining class or a decomposition (<c>code point;class;decomposition</c>), then <c>==</c>, then the composition exclusions. Hangul syllables are computed.
/// </summary>
internal sealed class NormalizationData
{
    private const int BlockBits = 7;
    private const int BlockSize = 1 << BlockBits;
    private const int CodePoints = 0x110000;

    private static readonly Lazy<NormalizationData> LazyShared = new(static () => Load(static (_, _) => false));
    private static readonly Lazy<NormalizationData> LazyReference = new(static () => Load(static (codePoint, combiningClass) =>
        (combiningClass != 0 && !ReferenceSets.Marks.Contains(codePoint)) || ReferenceSets.LaterDecompositions.Contains(codePoint)));

    private readonly ushort[] _blocks = new ushort[CodePoints >> BlockBits];
    private readonly ushort[] _properties;
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<long, int> _composites = [];

    /// <summary>Reads the tables.</summary>
    /// <param name="lines">The tables.</param>
    /// <param name="skips">Whether to leave a character out, given its code point and its combining class.</param>
    private NormalizationData(TextReader lines, Func<int, int, bool> skips)
    {
        var properties = new Dictionary<int, int>();
        var direct = new Dictionary<int, (bool Canonical, int[] To)>();
        ReadCharacters(lines, skips, properties, direct);
        var excluded = ReadExclusions(lines);
        foreach (var (codePoint, decomposition) in direct)
        {
            var full = Expand(codePoint, direct, canonicalOnly: false);
            var canonical = Expand(codePoint, direct, canonicalOnly: true);
            var known = properties.GetValueOrDefault(codePoint) | CharacterProperties.NotNfkd;
            _compatible.Add(codePoint, full);
            if (!full.AsSpan().SequenceEqual(canonical))
            {
                known |= CharacterProperties.NotNfkc;
            }

            if (decomposition.Canonical)
            {
                known |= CharacterProperties.NotNfd;
                _canonical.Add(codePoint, canonical);
                if (IsComposite(codePoint, decomposition.To, properties, excluded))
                {
                    _composites.Add(Pair(decomposition.To[0], decomposition.To[1]), codePoint);
                    properties[decomposition.To[1]] = properties.GetValueOrDefault(decomposition.To[1]) | CharacterProperties.MayCompose;
                }
                else
                {
                    known |= CharacterProperties.NotNfc | CharacterProperties.NotNfkc;
                }
            }

            properties[codePoint] = known | (properties.GetValueOrDefault(codePoint) & CharacterProperties.MayCompose);
        }

        AddHangul(properties);
        _properties = Pack(properties);
    }

    /// <summary>All of Unicode 15.0.</summary>
    public static NormalizationData Shared => LazyShared.Value;

    /// <summary>What the tables of Hugging Face's library know of it, which end with Unicode 9.0.</summary>
    public static NormalizationData Reference => LazyReference.Value;

    /// <summary>The properties of a code point, bits of <see cref="CharacterProperties"/>; a surrogate has none.</summary>
    public int this[int codePoint] => _properties[(_blocks[codePoint >> BlockBits] << BlockBits) | (codePoint & (BlockSize - 1))];

    /// <summary>What a code point that is not Hangul becomes when it is decomposed fully; empty where it stays.</summary>
    public ReadOnlySpan<int> Decomposition(int codePoint, bool compatible) =>
        (compatible ? _compatible : _canonical).TryGetValue(codePoint, out var to) ? to : [];

    /// <summary>The character that two (not Hangul) compose to; negative where there is none.</summary>
    public int Compose(int first, int second) => _composites.GetValueOrDefault(Pair(first, second), -1);

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private static NormalizationData Load(Func<int, int, bool> skips)
    {
        using var file = typeof(NormalizationData).Assembly.GetManifestResourceStream("Normalization-15.0.txt.br")
            ?? throw new InvalidOperationException("The tables of normalisation are missing from the library.");
        using var lines = new StreamReader(new BrotliStream(file, CompressionMode.Decompress));
        return new NormalizationData(lines, skips);
    }

    private static void ReadCharacters(TextReader lines, Func<int, int, bool> skips, Dictionary<int, int> properties, Dictionary<int, (bool Canonical, int[] To)> direct)
    {
        while (lines.ReadLine() is { } line && !string.Equals(line, "==", StringComparison.Ordinal))
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var fields = line.Split(';');
            var codePoint = Hexadecimal(fields[0]);
            var combiningClass = int.Parse(fields[1], CultureInfo.InvariantCulture);
            if (skips(codePoint, combiningClass))
            {
                continue;
            }

            if (combiningClass != 0)
            {
                properties.Add(codePoint, combiningClass);
            }

            if (fields[2].Length > 0)
            {
                // A tag such as <compat> before the code points says that the two are not canonically the same.
                var tagEnd = fields[2].IndexOf('>', StringComparison.Ordinal);
                var to = fields[2][(tagEnd + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                direct.Add(codePoint, (tagEnd < 0, Array.ConvertAll(to, Hexadecimal)));
            }
        }
    }

    private static HashSet<int> ReadExclusions(TextReader lines)
    {
        var excluded = new HashSet<int>();
        while (lines.ReadLine() is { } line)
        {
            excluded.Add(Hexadecimal(line));
        }

        return excluded;
    }

    private static int Hexadecimal(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static int[] Expand(int codePoint, Dictionary<int, (bool Canonical, int[] To)> direct, bool canonicalOnly) =>
        direct.TryGetValue(codePoint, out var step) && (step.Canonical || !canonicalOnly)
            ? [.. step.To.SelectMany(part => Expand(part, direct, canonicalOnly))]
            : [codePoint];

    /// <summary>Whether composition gives this character: its decomposition is a pair, it is not excluded, and neither it nor its first part is a mark.</summary>
    private static bool IsComposite(int codePoint, int[] to, Dictionary<int, int> properties, HashSet<int> excluded) =>
        to.Length == 2
        && !excluded.Contains(codePoint)
        && (properties.GetValueOrDefault(codePoint) & CharacterProperties.CombiningClass) == 0
        && (properties.GetValueOrDefault(to[0]) & CharacterProperties.CombiningClass) == 0;

    private static void AddHangul(Dictionary<int, int> properties)
    {
        for (var i = 0; i < Hangul.SyllableCount; i++)
        {
            properties.Add(Hangul.FirstSyllable + i, CharacterProperties.NotNfd | CharacterProperties.NotNfkd);
        }

        for (var i = 0; i < Hangul.VowelCount; i++)
        {
            properties.Add(Hangul.FirstVowel + i, CharacterProperties.MayCompose);
        }

        for (var i = 1; i < Hangul.TrailCount; i++)
        {
            properties.Add(Hangul.TrailBase + i, CharacterProperties.MayCompose);
        }
    }

    /// <summary>Cuts the code points into blocks and keeps each different block once.</summary>
    private ushort[] Pack(Dictionary<int, int> properties)
    {
        var packed = new List<ushort>();
        var places = new Dictionary<string, ushort>(StringComparer.Ordinal);
        var block = new char[BlockSize];
        for (var first = 0; first < CodePoints; first += BlockSize)
        {
            for (var i = 0; i < BlockSize; i++)
            {
                block[i] = (char)properties.GetValueOrDefault(first + i);
            }

            var content = new string(block);
            if (!places.TryGetValue(content, out var place))
            {
                place = (ushort)(packed.Count >> BlockBits);
                places.Add(content, place);
                packed.AddRange(block.Select(value => (ushort)value));
            }

            _blocks[first >> BlockBits] = place;
        }

        return [.. packed];
    }
}
