using System.Text;

namespace Sinter.Data.FastText;

/// <summary>How often an analogy is answered rightly: files of lines with four words, in sections that begin with <c>: name</c> (questions-words.txt of Mikolov et al. 2013).</summary>
/// <param name="Sections">The sections in their order.</param>
public sealed record WordAnalogyTest(IReadOnlyList<WordAnalogySection> Sections)
{
    /// <summary>The questions of the file.</summary>
    public int Questions => Sections.Sum(static section => section.Questions);

    /// <summary>Those of which all four words are known.</summary>
    public int Known => Sections.Sum(static section => section.Known);

    /// <summary>Those that were answered rightly.</summary>
    public int Right => Sections.Sum(static section => section.Right);

    /// <summary>The share of right answers among the known questions.</summary>
    public double Accuracy => Known == 0 ? 0 : (double)Right / Known;

    /// <summary>Answers the questions of a file; each is right where the nearest known word is the fourth. Words that are not known as they stand are taken in lower case.</summary>
    /// <exception cref="InvalidDataException">A line has another form.</exception>
    public static WordAnalogyTest Run(WordVectors vectors, string path, int threads = 0, CancellationToken cancellation = default)
    {
        var (sections, questions, number) = (new List<string>(), new List<(int Section, string[] Words)>(), 0);
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (words[0].StartsWith(':'))
            {
                sections.Add(line.Trim().TrimStart(':').Trim());
                continue;
            }

            if (words.Length != 4)
            {
                throw new InvalidDataException($"Line {number} of '{path}': four words, or a colon and the name of a section, are expected.");
            }

            if (sections.Count == 0)
            {
                sections.Add("");
            }

            questions.Add((sections.Count - 1, Array.ConvertAll(words, word => WordSimilarityTest.Usual(vectors, word))));
        }

        var answers = new (bool Known, bool Right)[questions.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, questions.Count, parallel, at => answers[at] = Answer(vectors, questions[at].Words));
        var results = sections.Select(static name => new WordAnalogySection(name, 0, 0, 0)).ToArray();
        for (var at = 0; at < answers.Length; at++)
        {
            ref var result = ref results[questions[at].Section];
            result = result with { Questions = result.Questions + 1, Known = result.Known + (answers[at].Known ? 1 : 0), Right = result.Right + (answers[at].Right ? 1 : 0) };
        }

        return new WordAnalogyTest(results);
    }

    private static (bool Known, bool Right) Answer(WordVectors vectors, string[] words) =>
        Array.TrueForAll(words, word => vectors.IndexOf(word) >= 0)
            ? (true, vectors.Analogy(words[0], words[1], words[2], 1) is [var best] && string.Equals(best.Word, words[3], StringComparison.Ordinal))
            : default;
}

/// <summary>The questions of a section.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Questions">How many there are.</param>
/// <param name="Known">Those of which all four words are known.</param>
/// <param name="Right">Those that were answered rightly.</param>
public sealed record WordAnalogySection(string Name, int Questions, int Known, int Right);
