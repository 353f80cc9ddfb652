using System.Text;
using Sinter.Data.Decontamination;

namespace Sinter.Data.Tests.Decontamination;

/// <summary>The grams of benchmarks and texts by lists and sets of strings, as a reference.</summary>
internal static class NaiveGrams
{
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var character in text + " ")
        {
            if (char.IsLetterOrDigit(character))
            {
                word.Append(char.ToLowerInvariant(character));
            }
            else if (character is not '\'' && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return words;
    }

    /// <summary>For each item, how many of its different grams stand in the text; short fields count as one gram each.</summary>
    public static IReadOnlyDictionary<int, int> Count(IReadOnlyList<BenchmarkItem> items, string text, int n, int least)
    {
        var words = Words(text);
        var counts = new SortedDictionary<int, int>();
        for (var item = 0; item < items.Count; item++)
        {
            var grams = new HashSet<string>();
            var searched = items[item].Fields.Select(Words).Where(field => field.Count >= Math.Min(least, n)).ToList();
            searched = searched.Count > 0 ? searched : [[.. items[item].Fields.SelectMany(Words)]];
            foreach (var field in searched.Where(field => field.Count >= Math.Min(least, n)))
            {
                grams.UnionWith(Grams(field, Math.Min(n, field.Count)));
            }

            var found = grams.Count(gram => Grams(words, gram.Split(' ').Length).Contains(gram));
            if (found > 0)
            {
                counts[item] = found;
            }
        }

        return counts;
    }

    private static HashSet<string> Grams(List<string> words, int n) => [.. Enumerable.Range(0, Math.Max(0, words.Count - n + 1)).Select(i => string.Join(' ', words.Skip(i).Take(n)))];
}
