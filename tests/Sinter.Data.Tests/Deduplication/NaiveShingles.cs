using System.Globalization;
using System.Numerics;
using System.Text;
using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

/// <summary>Shingles and their hashes as their definitions say, slowly: text is read as a whole, a shingle is a list of words, numbers have any size.</summary>
internal static class NaiveShingles
{
    private static readonly BigInteger Modulus = BigInteger.One << 64;

    /// <summary>The words, or the characters, of ASCII text.</summary>
    public static List<string> Units(ShingleOptions options, string text)
    {
        var read = new StringBuilder();
        foreach (var character in options.IgnoreCase ? text.ToLower(CultureInfo.InvariantCulture) : text)
        {
            var sign = char.IsPunctuation(character) || char.IsSymbol(character);
            read.Append(
                char.IsWhiteSpace(character) || (sign && options.Punctuation == ShinglePunctuation.Space) ? " "
                : char.IsControl(character) || (sign && options.Punctuation == ShinglePunctuation.Remove) ? ""
                : char.IsDigit(character) && options.IgnoreNumbers ? "\u0002"
                : character.ToString());
        }

        while (read.ToString().Contains("\u0002\u0002", StringComparison.Ordinal))
        {
            read.Replace("\u0002\u0002", "\u0002");
        }

        var words = read.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return options.Kind == ShingleKind.Words ? [.. words] : [.. string.Join(' ', words).Select(static character => character == ' ' ? "\u0001" : character.ToString())];
    }

    /// <summary>The different shingles.</summary>
    public static HashSet<string> Set(ShingleOptions options, string text) => [.. Runs(options, text).Select(static run => string.Join('|', run))];

    /// <summary>All shingles in order, as lists of words or characters.</summary>
    public static IEnumerable<IReadOnlyList<string>> Runs(ShingleOptions options, string text)
    {
        var units = Units(options, text);
        return units.Count == 0 ? [] : units.Count < options.Length ? [units] : Enumerable.Range(0, units.Count - options.Length + 1).Select(start => units.GetRange(start, options.Length));
    }

    /// <summary>The hashes of all shingles in order.</summary>
    public static IEnumerable<ulong> Hashes(ShingleOptions options, string text)
    {
        var random = Numbers(options.Seed).GetEnumerator();
        var (start, multiplier, polynomialBase, finish) = (Next(), Next() | 1, Next() | 1, Next());
        foreach (var run in Runs(options, text))
        {
            var polynomial = BigInteger.Zero;
            foreach (var unit in run)
            {
                polynomial = ((polynomial * polynomialBase) + unit.Aggregate(start, (state, character) => Fold(state ^ character))) % Modulus;
            }

            yield return Fold((ulong)((polynomial + finish) % Modulus));
        }

        ulong Fold(ulong value)
        {
            var product = (BigInteger)value * multiplier;
            return (ulong)(product / Modulus) ^ (ulong)(product % Modulus);
        }

        ulong Next()
        {
            random.MoveNext();
            return random.Current;
        }
    }

    /// <summary>The least value of each function of a signature.</summary>
    public static IEnumerable<long> Signature(MinHashOptions options, string text)
    {
        var hashes = Hashes(options.Shingles, text).ToList();
        var random = Numbers(~options.Shingles.Seed).Take(2 * options.Bands * options.Rows).ToList();
        var modulus = BigInteger.One << options.Precision;
        for (var i = 0; i < random.Count; i += 2)
        {
            yield return hashes.Min(hash =>
            {
                var value = (((BigInteger)(random[i] | 1) * (hash >> (64 - options.Precision))) + random[i + 1]) % modulus;
                return (long)(value >= modulus / 2 ? value - modulus : value);
            });
        }
    }

    /// <summary>SplitMix64.</summary>
    private static IEnumerable<ulong> Numbers(ulong state)
    {
        while (true)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            yield return mixed ^ (mixed >> 31);
        }
    }
}
