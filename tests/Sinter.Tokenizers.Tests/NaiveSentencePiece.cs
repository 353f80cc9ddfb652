using System.Text;

namespace Sinter.Tokenizers.Tests;

/// <summary>llama2.c's encoder by its definition: while any two neighbours spell a token, join those that spell the one with the best score.</summary>
internal sealed class NaiveSentencePiece
{
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<float> scores = [];
    private readonly List<string> tokens = [];

    public NaiveSentencePiece(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        _ = reader.ReadInt32();
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            scores.Add(reader.ReadSingle());
            tokens.Add(Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32())));
            if (tokens.Count > 259)
            {
                ids.Add(tokens[^1], tokens.Count - 1);
            }
        }
    }

    public List<int> Encode(string text)
    {
        var word = new List<int>();
        foreach (var rune in (text.Length == 0 ? "" : " " + text).EnumerateRunes())
        {
            word.AddRange(ids.TryGetValue(rune.ToString(), out var id) ? [id] : Encoding.UTF8.GetBytes(rune.ToString()).Select(static value => value + 3));
        }

        while (true)
        {
            var (best, at, into) = (float.NegativeInfinity, -1, -1);
            for (var i = 0; i + 1 < word.Count; i++)
            {
                if (word[i] > 258 && word[i + 1] > 258 && ids.TryGetValue(tokens[word[i]] + tokens[word[i + 1]], out var id) && scores[id] > best)
                {
                    (best, at, into) = (scores[id], i, id);
                }
            }

            if (at < 0)
            {
                return word;
            }

            word[at] = into;
            word.RemoveAt(at + 1);
        }
    }
}
