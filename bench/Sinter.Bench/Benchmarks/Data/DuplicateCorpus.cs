using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>
/// Documents of made-up words as lines of JSON, as many as one likes: of each ten one is a copy of an earlier one, and one a copy with about one word in thirty replaced. Each is
/// made of its number alone, so that the same number always gives the same bytes and the answer is known.
/// </summary>
internal static class DuplicateCorpus
{
    private const int Words = 20_000;
    private const int Farthest = 100_000;
    private const int Copy = 8;
    private const int NearCopy = 9;

    private static readonly byte[][] Vocabulary = [.. Enumerable.Range(0, Words).Select(static number => Encoding.ASCII.GetBytes(Word(Mix((ulong)number, 7)) + " "))];

    /// <summary>So many documents that their lines have so many bytes.</summary>
    public static LineStream Open(long bytes) => new(WriteLine, bytes);

    /// <summary>So many MB of it in a file that is kept.</summary>
    public static string File(int megabytes) =>
        BenchmarkInput.Kept(string.Create(CultureInfo.InvariantCulture, $"duplicates-{megabytes}"), ".jsonl", 1, stream => Open(megabytes * 1_000_000L).CopyTo(stream));

    private static void WriteLine(long number, ArrayBufferWriter<byte> output)
    {
        output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"doc-{number}\",\"url\":\"https://site{number % 997}.example/{number}\",\"quality\":{number % 101},\"text\":\"")));
        WriteText(number, output);
        output.Write("\"}\n"u8);
    }

    private static void WriteText(long number, ArrayBufferWriter<byte> output)
    {
        var from = Original(number);
        var isNear = number != from && number % 10 == NearCopy;
        var words = 100 + (int)(Mix((ulong)from, 1) % 500);
        for (var i = 0; i < words; i++)
        {
            var changed = isNear && Mix((ulong)number, (ulong)i + 1000) % 30 == 0;
            var chance = Mix((ulong)(changed ? number : from), (ulong)i + 2) >> 11;

            // Squared twice, so that a few words are frequent, as in a language.
            var place = chance * (1.0 / (1UL << 53));
            place *= place;
            output.Write(Vocabulary[(int)(place * place * Words)]);
            if (i % 60 == 59)
            {
                output.Write("\\n\\n"u8);
            }
        }
    }

    /// <summary>The document that one is a copy of; itself where it is none.</summary>
    private static long Original(long number) => number < 10 || number % 10 is not (Copy or NearCopy)
        ? number
        : (((number / 10) - 1 - (long)(Mix((ulong)number, 3) % (ulong)Math.Min(number / 10, Farthest))) * 10) + (long)(Mix((ulong)number, 4) % Copy);

    private static string Word(ulong random)
    {
        const string consonants = "bcdfglmnprstvz";
        const string vowels = "aeiou";
        var word = new StringBuilder();
        for (var syllables = 1 + (random % 4); syllables > 0; syllables--)
        {
            random = Mix(random, syllables);
            word.Append(consonants[(int)(random % 14)]).Append(vowels[(int)(random / 14 % 5)]);
        }

        return word.ToString();
    }

    /// <summary>A step of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Mix(ulong value, ulong stream)
    {
        value += (stream + 1) * 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
