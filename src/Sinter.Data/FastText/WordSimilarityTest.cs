using System.Globalization;
using System.Text;
using Sinter.Data.Statistics;

namespace Sinter.Data.FastText;

/// <summary>How well the cosines of word pairs agree with what people say: files of lines with two words and a number, between tabs.</summary>
/// <param name="Pairs">The pairs of the file.</param>
/// <param name="Scored">Those of which both words have a vector, by n-grams too.</param>
/// <param name="Known">Those of which both words are known.</param>
/// <param name="Spearman">The correlation of the ranks over the scored pairs; not a number where there are fewer than two.</param>
/// <param name="SpearmanOfKnown">The same over the known pairs.</param>
public sealed record WordSimilarityTest(int Pairs, int Scored, int Known, double Spearman, double SpearmanOfKnown)
{
    /// <summary>Scores the pairs of a file. Words that have no vector as they stand are taken in lower case.</summary>
    /// <exception cref="InvalidDataException">A line has another form.</exception>
    public static WordSimilarityTest Run(WordVectors vectors, string path)
    {
        var (people, cosines, known, number) = (new List<double>(), new List<double>(), new List<bool>(), 0);
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            if (line.AsSpan().Trim().IsEmpty || line.StartsWith('#'))
            {
                continue;
            }

            var cells = line.Split(line.Contains('\t', StringComparison.Ordinal) ? '\t' : ' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (cells.Length < 3 || !double.TryParse(cells[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var score) || !double.IsFinite(score))
            {
                throw new InvalidDataException($"Line {number} of '{path}': two words and a number are expected, with tabs between.");
            }

            var (first, second) = (Usual(vectors, cells[0]), Usual(vectors, cells[1]));
            people.Add(score);
            cosines.Add(vectors.Similarity(first, second) ?? double.NaN);
            known.Add(vectors.IndexOf(first) >= 0 && vectors.IndexOf(second) >= 0);
        }

        var scored = Enumerable.Range(0, people.Count).Where(pair => !double.IsNaN(cosines[pair])).ToList();
        var both = scored.FindAll(pair => known[pair]);
        return new WordSimilarityTest(people.Count, scored.Count, both.Count, SpearmanOf(scored), SpearmanOf(both));

        double SpearmanOf(List<int> pairs) => Correlation.Spearman([.. pairs.Select(pair => people[pair])], [.. pairs.Select(pair => cosines[pair])]);
    }

    /// <summary>A word as it is known: as it stands, else in lower case.</summary>
    internal static string Usual(WordVectors vectors, string word) => vectors.IndexOf(word) >= 0 ? word : word.ToLowerInvariant();
}
