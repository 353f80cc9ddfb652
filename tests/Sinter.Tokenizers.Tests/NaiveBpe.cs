using System.Text;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Tests;

/// <summary>Byte-level BPE by its definition: the merges in order, each everywhere from the left.</summary>
internal static class NaiveBpe
{
    public static List<int> Encode(Tokenizer tokenizer, string word)
    {
        var ids = Encoding.UTF8.GetBytes(word).Select(value => tokenizer.TokenId(ByteAlphabet.ToChar(value).ToString())!.Value).ToList();
        foreach (var merge in ((BpeDefinition)tokenizer.Definition.Model).Merges)
        {
            Merge(ids, merge.Left, merge.Right, merge.Result);
        }

        return ids;
    }

    public static void Merge(List<int> ids, int left, int right, int result)
    {
        for (var i = 0; i + 1 < ids.Count; i++)
        {
            if (ids[i] == left && ids[i + 1] == right)
            {
                ids[i] = result;
                ids.RemoveAt(i + 1);
            }
        }
    }

    /// <summary>Training by its definition: all pairs are counted anew for each merge. Gives the tokens behind the bytes.</summary>
    public static List<string> Train(Tokenizer bytes, IEnumerable<string> words, int merges, long minimumFrequency)
    {
        var tokens = Enumerable.Range(0, bytes.VocabularySize).Select(bytes.Token).ToList();
        var segmented = words.GroupBy(static word => word, StringComparer.Ordinal)
            .Select(group => (Ids: Encode(bytes, group.Key), Times: group.LongCount())).ToList();
        var learnt = new List<string>();
        while (learnt.Count < merges)
        {
            var counts = new Dictionary<(int Left, int Right), long>();
            foreach (var (ids, times) in segmented)
            {
                for (var i = 0; i + 1 < ids.Count; i++)
                {
                    counts[(ids[i], ids[i + 1])] = counts.GetValueOrDefault((ids[i], ids[i + 1])) + times;
                }
            }

            var best = counts.Where(entry => entry.Value >= minimumFrequency)
                .OrderByDescending(static entry => entry.Value).ThenBy(static entry => entry.Key.Left).ThenBy(static entry => entry.Key.Right).FirstOrDefault();
            if (best.Value == 0)
            {
                break;
            }

            var token = tokens[best.Key.Left] + tokens[best.Key.Right];
            var result = tokens.IndexOf(token);
            if (result < 0)
            {
                result = tokens.Count;
                tokens.Add(token);
                learnt.Add(token);
            }

            foreach (var (ids, _) in segmented)
            {
                Merge(ids, best.Key.Left, best.Key.Right, result);
            }
        }

        return learnt;
    }
}
