using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>
/// Reads back-off models in the ARPA text format (<c>\data\</c>, <c>ngram 1=...</c>, <c>\1-grams:</c> with lines of log probability, words, and back-off weight, in
/// logarithms to base 10, <c>\end\</c>), as KenLM and SRILM write them; gzipped where the name ends in <c>.gz</c>.
/// </summary>
public static class ArpaFile
{
    private const int MaximumLine = 1 << 16;

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unit">What a token of it is; the format does not say.</param>
    /// <param name="lowerCase">Whether it was trained on small letters.</param>
    /// <exception cref="InvalidDataException">The file is not in the format.</exception>
    public static NgramLanguageModel Load(string path, NgramUnit unit = NgramUnit.WhiteSpace, bool lowerCase = false)
    {
        using var file = File.OpenRead(path);
        using var stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? (Stream)new GZipStream(file, CompressionMode.Decompress) : file;
        return new Reader(stream, path).Read(unit, lowerCase);
    }

    private sealed class Reader(Stream stream, string path)
    {
        private readonly Utf8LineReader _lines = new(stream, path, MaximumLine);
        private readonly NgramVocabulary _vocabulary = new();

        public NgramLanguageModel Read(NgramUnit unit, bool lowerCase)
        {
            var counts = ReadCounts();
            var levels = new List<NgramLevel>();
            for (var order = 1; order <= counts.Count; order++)
            {
                levels.Add(ReadLevel(order, counts[order - 1], isHighest: order == counts.Count));
            }

            return new NgramLanguageModel(unit, lowerCase, _vocabulary, levels);
        }

        private List<int> ReadCounts()
        {
            while (!string.Equals(NextLine(), @"\data\", StringComparison.Ordinal))
            {
                // What stands before is a comment.
            }

            var counts = new List<int>();
            string line;
            while ((line = NextLine()).StartsWith("ngram ", StringComparison.Ordinal))
            {
                var parts = line["ngram ".Length..].Split('=');
                if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var order) || order != counts.Count + 1
                    || order > NgramLanguageModel.MaximumOrder || !int.TryParse(parts[1], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var count) || count < 0)
                {
                    throw Fault($"'ngram {counts.Count + 1}=' with a count", line);
                }

                counts.Add(count);
            }

            Expect(@"\1-grams:", line);
            return counts;
        }

        private NgramLevel ReadLevel(int order, int count, bool isHighest)
        {
            var store = new NgramStore(order);
            var probabilities = new List<float>();
            var backoffs = new List<float>();
            var words = new int[order];
            string line;
            while (!(line = NextLine()).StartsWith('\\'))
            {
                var fields = line.Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length < order + 1 || fields.Length > order + 2 || !TryValue(fields[0], out var probability))
                {
                    throw Fault($"a log probability, {order} words and maybe a back-off weight", line);
                }

                for (var i = 0; i < order; i++)
                {
                    words[i] = WordNumber(fields[i + 1], order);
                }

                store.Add(words, out var isNew);
                var backoff = 0f;
                if (!isNew || (fields.Length == order + 2 && !TryValue(fields[^1], out backoff)))
                {
                    throw Fault(isNew ? "a back-off weight at the end" : "an n-gram that did not stand before", line);
                }

                probabilities.Add(probability);
                backoffs.Add(backoff);
            }

            Expect(isHighest ? @"\end\" : $@"\{order + 1}-grams:", line);
            return store.Count == count
                ? new NgramLevel(store, [.. probabilities], isHighest ? [] : [.. backoffs])
                : throw Fault($"{count} n-grams of order {order}, as the head says", $"{store.Count} of them");
        }

        private int WordNumber(string word, int order)
        {
            var number = _vocabulary.Number(string.Equals(word, "<UNK>", StringComparison.Ordinal) ? "<unk>" : word);
            if (number < 0)
            {
                if (order > 1)
                {
                    throw Fault("words that stand among the 1-grams", word);
                }

                _vocabulary.AddNew(word);
                number = _vocabulary.Words.Count - 1;
            }

            return number;
        }

        private static bool TryValue(string field, out float value)
        {
            if (field is "-inf" or "-infinity")
            {
                value = NgramLevel.Impossible;
                return true;
            }

            return float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
        }

        private void Expect(string expected, string found)
        {
            if (!string.Equals(found, expected, StringComparison.Ordinal))
            {
                throw Fault($"'{expected}'", found);
            }
        }

        private string NextLine()
        {
            while (_lines.TryRead(out var bytes))
            {
                var line = Encoding.UTF8.GetString(bytes.Span).Trim();
                if (line.Length > 0)
                {
                    return line;
                }
            }

            throw new InvalidDataException($"The ARPA model '{path}' is cut short: it ends behind line {_lines.LineNumber}.");
        }

        private InvalidDataException Fault(string expected, string found) =>
            new($"The ARPA model '{path}' is not as the format asks at line {_lines.LineNumber}: expected {expected}, found '{(found.Length > 80 ? found[..80] : found)}'.");
    }
}
